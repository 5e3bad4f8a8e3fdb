using System.Collections.Immutable;
using System.Diagnostics;
using CsCheck;
using Pierhead.Fabric.Placement;
using Pierhead.Model.Ids;
using Xunit;

namespace Pierhead.Fabric.Tests.Placement;

public sealed class PinPlanTests
{
    [Theory]
    [InlineData(200, 3)]
    [InlineData(331, 16)]
    [InlineData(4000, 10)]
    public void Place_EqualCosts_EachNodeHasItsShareRounded(int devices, int nodes)
    {
        var loads = Loads(Sources.Devices(devices), Sources.Nodes(nodes));
        Assert.All(loads, load => Assert.InRange(load, devices / nodes, (devices + nodes - 1) / nodes));
    }

    [Fact]
    public void Place_Weights_AreMetToOneDevice()
    {
        var loads = Loads(Sources.Devices(300), [new("a", 100), new("b", 50), new("c", 250), new("d", 90, IsDrained: true)]);
        Assert.Equal([75, 38, 187, 0], loads.Select(load => (int)load));
    }

    [Fact]
    public void Place_RouteCountsOfManySizes_WithinFivePercent()
    {
        var random = new Random(3);
        var devices = Sources.Devices(400).Select(device => device with { Cost = 1 + (long)Math.Exp(random.NextDouble() * 13) }).ToImmutableArray();
        var even = devices.Sum(device => device.Cost) / 8.0;
        Assert.All(Loads(devices, Sources.Nodes(8)), load => Assert.InRange(load / even, 0.95, 1.05));
    }

    [Fact]
    public void Place_OneDeviceOutweighsAll_TheOthersAreSharedByTheRest()
    {
        var devices = Sources.Devices(301);
        devices = devices.SetItem(7, devices[7] with { Cost = 1_000_000 });
        var loads = Loads(devices, Sources.Nodes(4)).Order().ToArray();
        Assert.Equal([100, 100, 100, 1_000_000], loads);
    }

    [Fact]
    public void Place_AnyOrder_SameNodes() =>
        Gen.Select(Gen.Int[1, 60].Array[1, 80], Gen.Int[0, 300].Array[1, 9], Gen.Int).Sample((costs, weights, seed) =>
        {
            var devices = Sources.Devices(costs.Length).Select((device, at) => device with { Cost = costs[at] }).ToImmutableArray();
            var nodes = Sources.Nodes(weights.Length).Select((node, at) => node with { Weight = weights[at] }).ToImmutableArray();
            var held = devices.Where((_, at) => at % 3 == 0).ToDictionary(device => device.Id, device => $"land-{device.Cost % 11}");
            var random = new Random(seed);
            ImmutableArray<PinDevice> mixed = [.. devices.OrderBy(_ => random.Next())];
            ImmutableArray<NodeShare> turned = [.. nodes.OrderBy(_ => random.Next())];
            Assert.Equal(Names(devices, nodes, held), Names(mixed, turned, held));
        });

    [Theory]
    [InlineData(400, 4, 0.05)]
    [InlineData(4000, 10, 0.02)]
    [InlineData(4000, 16, 0.025)]
    [InlineData(100_000, 16, 0.005)]
    public void Place_NodeComesOrGoes_MovesLittleButItsShare(int count, int nodes, double needless)
    {
        var devices = Sources.Devices(count);
        var (few, many) = (PinPlan.Place(devices, Sources.Nodes(nodes)), PinPlan.Place(devices, Sources.Nodes(nodes + 1)));
        Assert.InRange(few.Zip(many).Count(pair => pair.First != pair.Second && pair.Second != nodes) / (double)count, 0, needless);
    }

    [Fact]
    public void Place_Held_StaysWhateverComes()
    {
        var devices = Sources.Devices(500);
        var before = Names(devices, Sources.Nodes(4), held: null);
        Assert.Equal(before, Names(devices, Sources.Nodes(5), before));
        var drained = Sources.Nodes(4).SetItem(2, new NodeShare("land-3", 100, IsDrained: true));
        Assert.Equal(before, Names(devices, drained, before));

        var lost = Names(devices, Sources.Nodes(4).RemoveAt(2), before);
        Assert.All(before.Where(pin => pin.Value != "land-3"), pin => Assert.Equal(pin.Value, lost[pin.Key]));
        Assert.DoesNotContain("land-3", lost.Values);
    }

    [Fact]
    public void Place_SomeHeldOnOneNode_NewOnesFillTheOthers()
    {
        var devices = Sources.Devices(400);
        var held = devices.Take(150).ToDictionary(device => device.Id, _ => "land-1");
        var loads = Loads(devices, Sources.Nodes(4), held);
        Assert.Equal(150, loads[0]);
        Assert.All(loads[1..], load => Assert.InRange(load, 83, 84));
    }

    [Fact]
    public void Place_NobodyTakes_OnlyHeldOnesHaveANode()
    {
        var devices = Sources.Devices(2);
        var pins = PinPlan.Place(devices, [new("a", 100, IsDrained: true)], new Dictionary<DeviceId, string> { [devices[1].Id] = "a" });
        Assert.Equal([-1, 0], pins);
    }

    [Fact]
    public void Place_MistakesOfTheCaller_AreRefused()
    {
        var devices = Sources.Devices(1);
        Assert.Throws<ArgumentException>(() => PinPlan.Place([devices[0], devices[0]], Sources.Nodes(2)));
        Assert.Throws<ArgumentException>(() => PinPlan.Place([devices[0] with { Cost = 0 }], Sources.Nodes(2)));
        Assert.Throws<ArgumentException>(() => PinPlan.Place(devices, [new("a", 1), new("a", 2)]));
    }

    [Fact]
    public void Place_AHundredThousandOnSixteen_TakesLessThanASecond()
    {
        var (devices, nodes) = (Sources.Devices(100_000), Sources.Nodes(16));
        var started = Stopwatch.GetTimestamp();
        PinPlan.Place(devices, nodes);
        var took = Stopwatch.GetElapsedTime(started);
        TestContext.Current.TestOutputHelper?.WriteLine($"{took.TotalMilliseconds:0} ms");
        Assert.InRange(took.TotalSeconds, 0, 1);
    }

    [Fact]
    public void Log_WholeRange_IsTheLogarithm()
    {
        Gen.Double[double.Epsilon, 1].Sample(value =>
        {
            if (double.IsNormal(value))
            {
                Assert.Equal(Math.Log(value), Rendezvous.Log(value), 1e-10 * Math.Max(1, -Math.Log(value)));
            }
        });
        Assert.Equal(0, Rendezvous.Log(1));
    }

    private static long[] Loads(ImmutableArray<PinDevice> devices, ImmutableArray<NodeShare> nodes, IReadOnlyDictionary<DeviceId, string>? held = null)
    {
        var loads = new long[nodes.Length];
        foreach (var (device, node) in devices.Zip(PinPlan.Place(devices, nodes, held)))
        {
            loads[node] += device.Cost;
        }

        return loads;
    }

    private static Dictionary<DeviceId, string> Names(
        ImmutableArray<PinDevice> devices, ImmutableArray<NodeShare> nodes, IReadOnlyDictionary<DeviceId, string>? held) =>
        devices.Zip(PinPlan.Place(devices, nodes, held)).ToDictionary(pair => pair.First.Id, pair => pair.Second < 0 ? "nobody" : nodes[pair.Second].Name);
}
