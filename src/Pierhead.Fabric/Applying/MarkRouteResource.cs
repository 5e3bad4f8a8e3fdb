using System.Globalization;

namespace Pierhead.Fabric.Applying;

/// <summary>Packets with a mark go to a node, whatever their destination: a rule, and a table of its own with one route.</summary>
/// <param name="Mark">The mark, the preference of the rule and the number of the table in one.</param>
/// <param name="Via">The node's address on the link.</param>
public sealed record MarkRouteResource(int Mark, string Via, bool IsIPv6, string Interface) : Resource
{
    public override string Key => $"mark-route {Family} {Number}";

    public override string Words => $"route what is marked {Number} to {Via}";

    private string Family => IsIPv6 ? "-6" : "-4";

    private string Number => Mark.ToString(CultureInfo.InvariantCulture);

    public override bool IsInPlace(IMachineSystem system) => HasRule(system) && Routes(system).Contains($"default via {Via} dev {Interface}", StringComparison.Ordinal);

    public override string? Put(IMachineSystem system)
    {
        Must(system, Words, "ip", Family, "route", "replace", "default", "via", Via, "dev", Interface, "table", Number);
        if (!HasRule(system))
        {
            Must(system, Words, "ip", Family, "rule", "add", "pref", Number, "fwmark", Number, "lookup", Number);
        }

        return null;
    }

    public override void Remove(IMachineSystem system, string? before)
    {
        if (HasRule(system))
        {
            Must(system, $"remove the rule of mark {Number}", "ip", Family, "rule", "del", "pref", Number);
        }

        if (Routes(system).Length != 0)
        {
            Must(system, $"remove the route of mark {Number}", "ip", Family, "route", "flush", "table", Number);
        }
    }

    private bool HasRule(IMachineSystem system) =>
        Must(system, "looking at the rules", "ip", Family, "rule", "list").Split('\n').Any(line => line.StartsWith($"{Number}:", StringComparison.Ordinal));

    /// <summary>A table that was never written to does not exist, which `ip` takes for an error.</summary>
    private string Routes(IMachineSystem system) =>
        system.Run("ip", [Family, "route", "show", "table", Number]) is { Succeeded: true } outcome ? outcome.Output.Trim() : "";
}
