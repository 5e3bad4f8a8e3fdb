using System.Net;
using Pierhead.Simulate;
using Pierhead.Simulate.Demo;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests;

public sealed class SimulationPlansTests
{
    private static readonly SimulateOptions Options = new() { Routers = 3, IPv4Count = 300, IPv6Count = 30, NextHops = 4 };

    [Fact]
    public void From_SeveralRouters_EachHasItsOwnAddresses()
    {
        var plan = SimulationPlans.From(Options);
        Assert.Equal(["127.1.0.1", "127.1.0.2", "127.1.0.3"], plan.Routers.Select(router => router.LocalAddress.ToString()));
        Assert.Equal(12, plan.Routers.SelectMany(router => router.NextHopsIPv4).Distinct().Count());
        Assert.Equal(12, plan.Routers.SelectMany(router => router.NextHopsIPv6).Distinct().Count());
        Assert.Single(plan.Routers.Select(router => router.Table).Distinct());
    }

    [Fact]
    public void From_SlicesWithOverlap_FollowEachOther()
    {
        var plan = SimulationPlans.From(Options with { SliceIPv4 = 100, Overlap = 0.25 });
        Assert.Equal([0, 75, 150], plan.Routers.Select(router => router.Slice.IPv4.Offset));
        Assert.All(plan.Routers, router => Assert.Equal((100, null), (router.Slice.IPv4.Count, router.Slice.IPv6.Count)));
    }

    [Fact]
    public void From_FlapInterval_RoutersTakeTurns()
    {
        var plan = SimulationPlans.From(Options with { FlapInterval = TimeSpan.FromSeconds(30) });
        Assert.Equal([10, 20, 30], plan.Routers.Select(router => router.FirstFlap!.Value.TotalSeconds));
    }

    [Fact]
    public void From_NonsenseOptions_SaysWhat()
    {
        Assert.Throws<ArgumentException>(() => SimulationPlans.From(Options with { Routers = 0 }));
        Assert.Throws<ArgumentException>(() => SimulationPlans.From(Options with { Overlap = 2 }));
        Assert.Throws<ArgumentException>(() => SimulationPlans.From(Options with { HoldTime = TimeSpan.FromSeconds(2) }));
        Assert.Throws<ArgumentException>(() => SimulationPlans.From(Options with { Target = new IPEndPoint(IPAddress.IPv6Loopback, 179) }));
        Assert.Throws<FileNotFoundException>(() => SimulationPlans.From(Options with { PrefixFiles = ["/nonexistent"] }));
    }

    [Fact]
    public void CreateDemo_Defaults_TwoTenantsWithLargeTables()
    {
        var demo = DemoPlan.Create(new IPEndPoint(IPAddress.Loopback, 1790), new IPEndPoint(IPAddress.Loopback, 8080));
        var routes = demo.Simulation.Routers.Sum(router => router.Slice.IPv4.Count + router.Slice.IPv6.Count);
        Assert.True(demo.Simulation.Routers.Length >= 6);
        Assert.InRange(routes!.Value, 600_000, 800_000);
        Assert.Equal([new Asn(64500), new Asn(64510)], demo.Simulation.Routers.Select(router => router.Asn).Distinct());
        Assert.All(demo.Simulation.Routers, router =>
        {
            Assert.True(router.Slice.IPv4.Count <= router.Table!.IPv4.Count && router.Slice.IPv6.Count <= router.Table.IPv6.Count);
            Assert.Contains($"    addresses: [{router.LocalAddress}]", demo.Files.Values.Single(text => text.Contains($"name: {router.Name}\n")));
        });
    }

    [Fact]
    public void CreateDemo_Files_AreTheTree()
    {
        var demo = DemoPlan.Create(new IPEndPoint(IPAddress.Loopback, 1790), new IPEndPoint(IPAddress.Loopback, 8080), scale: 0.01);
        Assert.Equal(["pierhead.yaml", "tenants/acme.yaml", "tenants/globex.yaml"], demo.Files.Keys);
        Assert.Contains("listen: [\"127.0.0.1:1790\"], router_id: 192.0.2.1", demo.Files["pierhead.yaml"], StringComparison.Ordinal);
        Assert.Contains("api: { listen: [\"127.0.0.1:8080\"] }", demo.Files["pierhead.yaml"], StringComparison.Ordinal);
        Assert.StartsWith("tenant: globex\nasn: 64510\n", demo.Files["tenants/globex.yaml"], StringComparison.Ordinal);
    }
}
