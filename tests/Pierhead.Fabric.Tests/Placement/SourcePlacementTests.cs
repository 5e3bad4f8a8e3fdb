using System.Collections.Immutable;
using Pierhead.Fabric.Placement;
using Xunit;

namespace Pierhead.Fabric.Tests.Placement;

/// <summary>What both hashes of the source address have in common.</summary>
public sealed class SourcePlacementTests
{
    private const int Many = 40_000;

    public static TheoryData<string> Kinds => ["hash", "ipvs"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NodeOf_Weights_AreShares(string kind)
    {
        var placement = For(kind, [new("a", 100), new("b", 50), new("c", 100, IsDrained: true), new("d", 250)]);
        var counts = Sources.Of(Many).CountBy(placement.NodeOf).ToDictionary();
        Assert.Equal(0.25, counts[0] / (double)Many, 0.015);
        Assert.Equal(0.125, counts[1] / (double)Many, 0.015);
        Assert.DoesNotContain(2, counts.Keys);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NodeOf_OtherOrder_SameNode(string kind)
    {
        var nodes = Sources.Nodes(7);
        var (one, other) = (For(kind, nodes), For(kind, [.. nodes.Reverse()]));
        Assert.All(Sources.Of(1000), source => Assert.Equal(nodes[one.NodeOf(source)].Name, nodes[^(other.NodeOf(source) + 1)].Name));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NodeOf_NodeAdded_MovesLittleButItsShare(string kind)
    {
        var (before, after) = (For(kind, Sources.Nodes(10)), For(kind, Sources.Nodes(11)));
        var needless = Sources.Of(Many).Count(source => after.NodeOf(source) != 10 && after.NodeOf(source) != before.NodeOf(source));
        Assert.InRange(needless / (double)Many, 0, 0.02);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NodeOf_NobodyTakes_IsNobody(string kind) => Assert.Equal(-1, For(kind, [new("a", 100, IsDrained: true)]).NodeOf(Sources.Of(1)[0]));

    private static ISourcePlacement For(string kind, ImmutableArray<NodeShare> nodes) => kind == "hash" ? SourceHash.For(nodes) : IpvsMaglev.For(nodes);
}
