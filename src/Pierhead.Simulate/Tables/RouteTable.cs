using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Tables;

/// <summary>A table to announce: IPv4 and IPv6 routes with their attribute sets. Immutable; shared by as many routers as like.</summary>
public sealed class RouteTable
{
    internal RouteTable(AttributeSets attributeSets, FamilyRoutes ipv4, FamilyRoutes ipv6)
    {
        AttributeSets = attributeSets;
        IPv4 = ipv4;
        IPv6 = ipv6;
    }

    public AttributeSets AttributeSets { get; }

    public FamilyRoutes IPv4 { get; }

    public FamilyRoutes IPv6 { get; }

    /// <summary>Routes of both families.</summary>
    public int Count => IPv4.Count + IPv6.Count;

    public FamilyRoutes this[Family family] => family switch
    {
        Family.IPv4 => IPv4,
        Family.IPv6 => IPv6,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Simulated tables hold IPv4 and IPv6 unicast."),
    };
}
