using System.Collections.Immutable;
using System.Net;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Demo;

/// <summary>
/// The demo: routers of two tenants, and the configuration tree of the node they connect to. Both tenants hold the same prefixes,
/// each as seen from its own network.
/// </summary>
/// <param name="Simulation">The routers.</param>
/// <param name="Files">The tree: content by path relative to its folder.</param>
public sealed record DemoPlan(SimulationPlan Simulation, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Makes the tables, which takes some tenths of a second, and the plan.</summary>
    /// <param name="bgp">Where the node listens for BGP; the routers connect there.</param>
    /// <param name="api">Where its API listens.</param>
    /// <param name="scale">Size of the tables: 1 for about 690,000 routes in all.</param>
    public static DemoPlan Create(IPEndPoint bgp, IPEndPoint api, ulong seed = 1, double scale = 1)
    {
        ArgumentNullException.ThrowIfNull(bgp);
        ArgumentNullException.ThrowIfNull(api);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        var routers = ImmutableArray.CreateBuilder<RouterPlan>();
        foreach (var tenant in DemoTenant.All)
        {
            AddRouters(routers, tenant, seed, scale);
        }

        var target = bgp.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, bgp.Port) : bgp;
        return new DemoPlan(new SimulationPlan(target, routers.ToImmutable()), DemoTree.Files(bgp, api));
    }

    private static void AddRouters(ImmutableArray<RouterPlan>.Builder routers, DemoTenant tenant, ulong seed, double scale)
    {
        var view = new TableView(seed + tenant.Asn.Value, tenant.Asn);
        var full = TableOf(DemoTenant.FullIPv4, DemoTenant.FullIPv6, seed, scale, view);
        foreach (var router in tenant.Routers)
        {
            var isSmall = router.IPv4 < DemoTenant.SmallerThan;
            var index = routers.Count;
            routers.Add(new RouterPlan
            {
                Name = router.Name,
                LocalAddress = router.Address,
                Asn = tenant.Asn,
                RouterId = Ip.From(router.Address),
                Table = isSmall ? TableOf(router.IPv4, router.IPv6, seed + (ulong)index, scale, view) : full,
                Slice = new TableSlice(new RouteRange(0, Scaled(router.IPv4, scale)), new RouteRange(0, Scaled(router.IPv6, scale))),
                NextHopsIPv4 = RouterAddressing.NextHopsIPv4(index, router.NextHops),
                NextHopsIPv6 = RouterAddressing.NextHopsIPv6(index, router.NextHops),
                Seed = seed + (ulong)index,
                ChurnPerSecond = router.ChurnPerSecond,
            });
        }
    }

    private static RouteTable TableOf(int ipv4, int ipv6, ulong seed, double scale, TableView view) => SeededTable.Create(
        new SeededTableOptions { Seed = seed, IPv4Count = Scaled(ipv4, scale), IPv6Count = Scaled(ipv6, scale), View = view });

    private static int Scaled(int count, double scale) => Math.Max(1, (int)(count * scale));
}
