using Pierhead.Sessions.Tables;
using Pierhead.Sessions.Tests.Support;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Tests.Slots;

/// <summary>Routes that came over a restart of the node: stale from before it, until End-of-RIB or the end of <c>keep_stale</c>.</summary>
public sealed class RestoredTests
{
    private static readonly TimeSpan KeepStale = TimeSpan.FromSeconds(300);

    [Fact]
    public void NobodyComes_RoutesGoWhenKeepStaleIsOverSinceTheLoss()
    {
        var harness = new SlotHarness(Trees.Bgp with { KeepStale = KeepStale }, restoredSince: 100);
        harness.Advance(199);
        Assert.Empty(harness.Table.Calls);
        harness.Advance(2);
        Assert.Equal(["drop stale"], harness.Table.Calls);
        harness.Advance(1_000);
        Assert.Equal(["drop stale"], harness.Table.Calls);
    }

    [Fact]
    public void RouterComes_RoutesStayUntilItsEndOfRib()
    {
        var harness = new SlotHarness(Trees.Bgp with { KeepStale = KeepStale }, restoredSince: 100);
        harness.Advance(10);
        var router = harness.Establish(Messages.Open(endOfRib: true));
        Assert.Equal(["up"], harness.Table.Calls);
        harness.Advance(5);
        harness.Table.Outcome = count => new ApplyOutcome { Applied = count, EndOfRib = FamilySet.Of(Family.IPv4, Family.IPv6) };
        router.Deliver(Messages.Update(0));
        harness.Pump();
        Assert.Equal(["up", "drop stale"], harness.Table.Calls);
    }

    [Fact]
    public void RouterComesWithoutEndOfRib_RoutesGoWhenItIsQuiet()
    {
        var harness = new SlotHarness(Trees.Bgp with { KeepStale = KeepStale }, restoredSince: 0);
        _ = harness.Establish();
        harness.Advance(29);
        Assert.Equal(["up"], harness.Table.Calls);
        harness.Advance(3);
        Assert.Equal(["up", "drop stale"], harness.Table.Calls);
    }

    [Fact]
    public void LostBeforeAClockWasSetBack_TimeBeginsNow()
    {
        var harness = new SlotHarness(Trees.Bgp with { KeepStale = KeepStale }, restoredSince: -5_000);
        harness.Advance(299);
        Assert.Empty(harness.Table.Calls);
        harness.Advance(2);
        Assert.Equal(["drop stale"], harness.Table.Calls);
    }
}
