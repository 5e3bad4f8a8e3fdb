namespace Pierhead.Fabric.Applying;

/// <summary>
/// The rule that looks into the table <c>local</c>, moved behind those that route by mark: the floating address is this machine's own, and
/// the kernel would deliver every packet for it before any mark was looked at.
/// </summary>
public sealed record LocalRuleResource(bool IsIPv6) : Resource
{
    private const string First = "0";
    private const string Late = "32000";

    public override string Key => $"local-rule {Family}";

    public override string Words => $"move the {(IsIPv6 ? "IPv6" : "IPv4")} rule `lookup local` behind the marks";

    private string Family => IsIPv6 ? "-6" : "-4";

    public override bool IsInPlace(IMachineSystem system) => Has(system, Late) && !Has(system, First);

    public override string? Put(IMachineSystem system)
    {
        // The new one first: without any, the machine would not know its own addresses.
        Move(system, First, Late);
        return null;
    }

    public override void Remove(IMachineSystem system, string? before) => Move(system, Late, First);

    private void Move(IMachineSystem system, string from, string to)
    {
        if (!Has(system, to))
        {
            Must(system, Words, "ip", Family, "rule", "add", "pref", to, "lookup", "local");
        }

        if (Has(system, from))
        {
            Must(system, Words, "ip", Family, "rule", "del", "pref", from, "lookup", "local");
        }
    }

    private bool Has(IMachineSystem system, string preference) =>
        Must(system, "looking at the rules", "ip", Family, "rule", "list")
            .Split('\n').Any(line => line.StartsWith($"{preference}:", StringComparison.Ordinal) && line.Contains("lookup local", StringComparison.Ordinal));
}
