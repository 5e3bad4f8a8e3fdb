using Pierhead.Fabric.Placement;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Fabric.Tests.Placement;

public sealed class MaskSieveTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(16, 4)]
    [InlineData(17, 5)]
    public void For_EqualWeights_NoNodeHasMoreThanTwiceAnothers(int nodes, int bits)
    {
        var sieve = MaskSieve.For(Sources.Nodes(nodes));
        Assert.Equal(bits, sieve.Bits);
        Assert.Equal(1 << bits, sieve.Buckets.Length);
        var dealt = Enumerable.Range(0, nodes).Select(node => sieve.Buckets.Count(bucket => bucket == node)).ToArray();
        Assert.All(dealt, count => Assert.InRange(count, 1, 2));
    }

    [Fact]
    public void For_Weights_AreApproximated() =>
        Assert.Equal([0, 1, 2, 3, 4, 0, 0, 0], MaskSieve.For([new("a", 500), new("b", 200), new("c", 100), new("d", 100), new("e", 100)]).Buckets);

    [Fact]
    public void For_OtherOrder_SameBuckets()
    {
        var nodes = Sources.Nodes(11);
        var (one, other) = (MaskSieve.For(nodes), MaskSieve.For([.. nodes.Reverse()]));
        Assert.Equal(one.Buckets.Select(node => nodes[node].Name), other.Buckets.Select(node => nodes[^(node + 1)].Name));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public void For_LastNodeAdded_MovesOnlyWhatItGets(int nodes)
    {
        var (before, after) = (MaskSieve.For(Sources.Nodes(nodes)), MaskSieve.For(Sources.Nodes(nodes + 1)));
        Assert.All(Sources.Of(1000), source => Assert.True(after.NodeOf(source) == nodes || after.NodeOf(source) == before.NodeOf(source)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void For_NodeDrained_MovesOnlyWhatItHad(int count)
    {
        var nodes = Sources.Nodes(count);
        var (before, after) = (MaskSieve.For(nodes), MaskSieve.For(nodes.SetItem(1, nodes[1] with { IsDrained = true })));
        Assert.All(Enumerable.Range(0, before.Buckets.Length), bucket => Assert.True(before.Buckets[bucket] == 1 ? after.Buckets[bucket] != 1 : after.Buckets[bucket] == before.Buckets[bucket]));
    }

    [Fact]
    public void NodeOf_EitherFamily_GoesByTheLowBits()
    {
        var sieve = MaskSieve.For(Sources.Nodes(4));
        Assert.Equal(3, sieve.NodeOf(Ip.FromV4(0xC000_0207)));
        Assert.Equal(2, sieve.NodeOf(Ip.FromV6(0x2001_0DB8_0000_0003, 0x1_0000_0002)));
        Assert.Equal("0.0.0.3", sieve.Mask(isIPv6: false).ToString());
        Assert.Equal("::3", sieve.Mask(isIPv6: true).ToString());
        Assert.Equal("::2", MaskSieve.Pattern(2, isIPv6: true).ToString());
    }

    [Fact]
    public void For_DrainedNodes_GetNothing()
    {
        Assert.Equal([0, 0, 2, 2], MaskSieve.For([new("a", 1), new("b", 1, IsDrained: true), new("c", 1)]).Buckets);
        Assert.Equal(-1, MaskSieve.For([new("a", 1, IsDrained: true)]).NodeOf(Ip.FromV4(1)));
    }
}
