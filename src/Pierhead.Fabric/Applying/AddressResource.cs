namespace Pierhead.Fabric.Applying;

/// <summary>A floating address on an interface, alone in its prefix: on the loopback it answers no ARP and no neighbour discovery.</summary>
public sealed record AddressResource(string Address, bool IsIPv6, string Interface) : Resource
{
    public override string Key => $"address {Address} {Interface}";

    public override string Words => $"add {Prefix} to {Interface}";

    private string Family => IsIPv6 ? "-6" : "-4";

    private string Prefix => $"{Address}/{(IsIPv6 ? 128 : 32)}";

    public override bool IsInPlace(IMachineSystem system) =>
        Must(system, $"looking at the addresses of {Interface}", "ip", Family, "-o", "addr", "show", "dev", Interface)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Any(word => word == Prefix || word == Address);

    public override string? Put(IMachineSystem system)
    {
        // Duplicate address detection would keep an address tentative that many machines have on purpose.
        string[] arguments = [Family, "addr", "replace", Prefix, "dev", Interface, .. IsIPv6 ? ["nodad"] : Array.Empty<string>()];
        Must(system, Words, "ip", arguments);
        return null;
    }

    public override void Remove(IMachineSystem system, string? before)
    {
        if (IsInPlace(system))
        {
            Must(system, $"remove {Prefix} from {Interface}", "ip", Family, "addr", "del", Prefix, "dev", Interface);
        }
    }
}
