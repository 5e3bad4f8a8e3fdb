using Pierhead.Fabric.Simulation;
using Pierhead.Model.Snapshot;
using Xunit;

namespace Pierhead.Fabric.Tests.Simulation;

public sealed class PopulationTests
{
    private static readonly Configuration Empty = SimulatedTree.Of([], []);
    private static readonly Configuration Some = SimulatedTree.Of(
        [
            SimulatedTree.Device("edge1", "198.51.100.1", "2001:db8:77::1"),
            SimulatedTree.Device("edge2", "198.51.100.2", "10.0.0.3"),
            SimulatedTree.Device("flows-only", "198.51.100.3") with { TableFrom = new(new("acme"), "edge1") },
        ],
        [SimulatedTree.Range("198.51.100.0/29", 100), SimulatedTree.Range("2001:db8:5::/64", 5)]);

    [Fact]
    public void Of_TreeAlone_HasDevicesThenWhatRangesLetIn()
    {
        var population = Population.Of(Some, SimulatedTree.Plan(2, "203.0.113.10", "2001:db8:ffff::10"), routers: null, Addressing.Structured, 1);
        Assert.Equal(
            ["acme/edge1", "acme/edge2", "acme/2001:db8:5::1", "acme/2001:db8:5::2", "acme/2001:db8:5::3", "acme/2001:db8:5::4", "acme/2001:db8:5::5", "acme/198.51.100.4", "acme/198.51.100.5", "acme/198.51.100.6", "acme/198.51.100.7"],
            population.Devices.Select(device => device.Id.ToString()));
        Assert.Equal(11, population.FromTree);
        Assert.Equal(13, population.Sources.Length);
        Assert.Equal([0, 0, 1, 1, 2], population.DeviceOf[..5].ToArray());
    }

    [Fact]
    public void Of_NoFloatingIpv6_HasNoIpv6()
    {
        var population = Population.Of(Some, SimulatedTree.Plan(2, "203.0.113.10"), routers: 20, Addressing.Structured, 1);
        Assert.Equal(20, population.Devices.Length);
        Assert.DoesNotContain(population.Sources.ToArray(), source => source.IsIPv6);
    }

    [Fact]
    public void Of_EmptyTree_HasTheUsualNumber() =>
        Assert.Equal((Population.Usual, 0), Of(null, Addressing.Structured) is var all ? (all.Devices.Length, all.FromTree) : default);

    [Theory]
    [InlineData(Addressing.Structured)]
    [InlineData(Addressing.Random)]
    public void Of_Most_AreAllDifferent(Addressing addressing)
    {
        var population = Of(Population.Most, addressing);
        Assert.Equal(Population.Most, population.Devices.Length);
        Assert.Equal(2 * Population.Most, population.Sources.ToArray().ToHashSet().Count);
        Assert.Equal(Population.Most, population.Devices.Select(device => device.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(Addressing.Structured)]
    [InlineData(Addressing.Random)]
    public void Of_SameSeed_SameRouters(Addressing addressing)
    {
        Assert.Equal(Of(1000, addressing).Sources.ToArray(), Of(1000, addressing).Sources.ToArray());
        Assert.NotEqual(Of(1000, addressing).Sources.ToArray(), Of(1000, addressing, seed: 2).Sources.ToArray());
    }

    [Fact]
    public void Of_Structured_HasFewLowBits()
    {
        var lowest = Of(4000, Addressing.Structured).Sources.ToArray().Where(source => !source.IsIPv6).CountBy(source => source.V4 & 3).ToDictionary();
        Assert.True(lowest[0] < 4000 / 20, "almost no router ends in binary 00");
        Assert.True(lowest[2] > 4000 / 3, "more than a third end in binary 10");
    }

    private static Population Of(int? routers, Addressing addressing, ulong seed = 1) =>
        Population.Of(Empty, SimulatedTree.Plan(2, "203.0.113.10", "2001:db8:ffff::10"), routers, addressing, seed);
}
