using System.Collections.Immutable;
using Pierhead.Fabric.Placement;
using Xunit;

namespace Pierhead.Fabric.Tests;

public sealed class MaglevTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(16)]
    public void Fill_EqualWeights_SharesWithinOnePercent(int nodes)
    {
        var table = Maglev.Fill(Nodes(nodes), Maglev.UsualSize);
        Assert.All(Shares(table, nodes), share => Assert.InRange(share * nodes / (double)table.Length, 0.99, 1.01));
    }

    [Fact]
    public void Fill_Weights_AreShares()
    {
        var shares = Shares(Maglev.Fill([("a", 100), ("b", 50), ("c", 0), ("d", 250)], Maglev.UsualSize), 4);
        Assert.Equal(0, shares[2]);
        Assert.Equal(0.25, shares[0] / (double)Maglev.UsualSize, 0.01);
        Assert.Equal(0.125, shares[1] / (double)Maglev.UsualSize, 0.01);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(16)]
    public void Fill_NodeAdded_MovesLittleButItsShare(int nodes)
    {
        var (before, after) = (Maglev.Fill(Nodes(nodes), Maglev.UsualSize), Maglev.Fill(Nodes(nodes + 1), Maglev.UsualSize));
        var others = before.Where((node, place) => after[place] != node && after[place] != nodes).Count();
        Assert.InRange(others / (double)before.Length, 0, 0.02);
    }

    [Fact]
    public void Fill_OtherOrder_SamePlaces()
    {
        var nodes = Nodes(5);
        var (one, other) = (Maglev.Fill(nodes, 1021), Maglev.Fill([.. nodes.Reverse()], 1021));
        Assert.Equal(one.Select(node => nodes[node].Name), other.Select(node => nodes[nodes.Length - 1 - node].Name));
    }

    [Fact]
    public void Fill_NobodyHasWeight_IsNobodys() => Assert.All(Maglev.Fill([("a", 0)], 1021), node => Assert.Equal(-1, node));

    private static ImmutableArray<(string Name, int Weight)> Nodes(int count) => [.. Enumerable.Range(1, count).Select(node => ($"land-{node}", 100))];

    private static int[] Shares(int[] table, int nodes) => [.. Enumerable.Range(0, nodes).Select(node => table.Count(place => place == node))];
}
