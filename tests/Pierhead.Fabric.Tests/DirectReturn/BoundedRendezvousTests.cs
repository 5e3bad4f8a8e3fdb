using System.Collections.Immutable;
using Pierhead.Fabric.DirectReturn;
using Pierhead.Model.Ids;
using Xunit;
using static Pierhead.Fabric.Tests.DirectReturn.BalanceFixture;

namespace Pierhead.Fabric.Tests.DirectReturn;

public sealed class BoundedRendezvousTests
{
    private static readonly DeviceId[] Devices = [.. Enumerable.Range(1, 1000).Select(number => Id($"r{number}"))];

    private static readonly ImmutableArray<(string Name, int Weight)> Three = [("a", 100), ("b", 100), ("c", 50)];

    [Fact]
    public void Assign_Weights_AreShares()
    {
        var loads = Assign(Three, []).Values.CountBy(node => node).ToDictionary();
        Assert.Equal((400, 400, 200), (loads["a"], loads["b"], loads["c"]));
    }

    [Fact]
    public void Assign_SomeHeldWhereTheyBelong_ChangesNothing()
    {
        var all = Assign(Three, []);
        var some = all.Where((_, index) => index % 3 == 0).ToDictionary();
        Assert.Equal(all.Order(ByDevice), Assign(Three, some).Order(ByDevice));
    }

    [Fact]
    public void Assign_Held_WinsOverWeight() => Assert.Equal("gone", Assign(Three, new() { [Devices[0]] = "gone" })[Devices[0]]);

    [Fact]
    public void Assign_NodeAdded_HeldStay()
    {
        var held = Assign(Three, []).Take(900).ToDictionary();
        var after = Assign([.. Three, ("d", 100)], held);
        Assert.All(held, pin => Assert.Equal(pin.Value, after[pin.Key]));
        Assert.Equal(100, after.Values.Count(node => node == "d"));
    }

    [Fact]
    public void Assign_NoWeight_PlacesOnlyHeld() => Assert.Single(Assign([("a", 0)], new() { [Devices[0]] = "a" }));

    private static Comparer<KeyValuePair<DeviceId, string>> ByDevice => Comparer<KeyValuePair<DeviceId, string>>.Create((one, other) => one.Key.CompareTo(other.Key));

    private static IReadOnlyDictionary<DeviceId, string> Assign(ImmutableArray<(string Name, int Weight)> nodes, Dictionary<DeviceId, string> held) =>
        new BoundedRendezvous().Assign(Devices, nodes, held);
}
