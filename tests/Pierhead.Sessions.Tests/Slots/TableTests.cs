using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tables;
using Pierhead.Sessions.Tests.Support;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Tests.Slots;

/// <summary>What a session does to its table: outcomes, limits, hold-off, stale routes.</summary>
public sealed class TableTests
{
    private static readonly PrefixLimits Limits =
        new(new Dictionary<Family, long> { [Family.IPv4] = 1000 }, 80, TimeSpan.FromMinutes(5));

    [Fact]
    public void Apply_FaultThatResets_NotificationWithItsData()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        var fault = new BgpFault(FaultScope.ResetSession, 3, 1, "attributes are malformed", DataOffset: 0, DataLength: 2);
        harness.Table.Outcome = _ => new ApplyOutcome { Applied = 0, WorstFault = fault, FaultyUpdates = 1 };
        connection.Deliver(Messages.Update());
        harness.Pump();

        Assert.Equal("3/1", connection.TakeSent());
        Assert.Equal("sent 3/1 Malformed Attribute List: attributes are malformed", harness.LastError);
        Assert.Equal(1, harness.Slot.Status.UpdatesReceived);
    }

    [Fact]
    public void Apply_FaultThatDoesNot_SessionStays()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        var fault = new BgpFault(FaultScope.TreatAsWithdraw, 3, 5, "wrong length", 5);
        harness.Table.Outcome = count => new ApplyOutcome { Applied = count, WorstFault = fault, FaultyUpdates = count };
        connection.Deliver(Messages.Update());
        harness.Pump();

        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal("", connection.TakeSent());
    }

    [Fact]
    public void Apply_LimitReached_HeldOffUntilTheTimeIsOver()
    {
        var harness = new SlotHarness(Trees.Bgp with { Limits = Limits });
        var connection = harness.Establish();
        harness.Table.Outcome = count => new ApplyOutcome { Applied = count, LimitReached = Family.IPv4 };
        connection.Deliver(Messages.Update());
        harness.Pump();

        Assert.Equal("6/1", connection.TakeSent());
        Assert.Equal(BgpState.Idle, harness.State);
        Assert.Equal(harness.Clock.GetUtcNow() + TimeSpan.FromMinutes(5), harness.Slot.Status.HeldOffUntil);

        var refused = harness.Connect();
        Assert.Equal("6/5", refused.TakeSent());
        Assert.Equal("sent 6/1 Maximum Number of Prefixes Reached: more than 1000 prefixes of ipv4", harness.LastError);

        harness.Advance(301);
        Assert.Null(harness.Slot.Status.HeldOffUntil);
        harness.Establish();
    }

    [Fact]
    public void Apply_LimitReachedWhileAnotherConnects_NewcomerIsRefusedToo()
    {
        var harness = new SlotHarness(Trees.Bgp with { Limits = Limits });
        var connection = harness.Establish();
        var newcomer = harness.Connect();
        harness.Table.Outcome = count => new ApplyOutcome { Applied = count, LimitReached = Family.IPv4 };
        connection.Deliver(Messages.Update());
        harness.Pump();

        Assert.Equal("6/5", newcomer.TakeSent());
        Assert.Equal(BgpState.Idle, harness.State);
    }

    [Fact]
    public void ClearHard_HeldOff_IsLifted()
    {
        var harness = new SlotHarness(Trees.Bgp with { Limits = Limits });
        var connection = harness.Establish();
        harness.Table.Outcome = count => new ApplyOutcome { Applied = count, LimitReached = Family.IPv4 };
        connection.Deliver(Messages.Update());
        harness.Pump();
        harness.Slot.ClearHard();

        Assert.Equal(BgpState.Active, harness.State);
        harness.Establish();
    }

    [Fact]
    public void Apply_OutOfResources_Cease()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        harness.Table.Outcome = _ => new ApplyOutcome { OutOfResources = true };
        connection.Deliver(Messages.Update());
        harness.Pump();

        Assert.Equal("6/8", connection.TakeSent());
    }

    [Fact]
    public void KeepStale_RouterStaysAway_StaleRoutesAreDroppedInTheEnd()
    {
        var harness = new SlotHarness(Trees.Bgp with { KeepStale = TimeSpan.FromSeconds(60) });
        harness.Establish().HasRemoteFin = true;
        harness.Pump();
        harness.Advance(59.8);
        Assert.Equal(["up", "down"], harness.Table.Calls);
        Assert.NotNull(harness.Slot.Status.LostAt);
        harness.Advance(0.4);
        Assert.Equal(["up", "down", "drop stale"], harness.Table.Calls);
        Assert.Null(harness.Slot.Status.LostAt);
    }

    [Fact]
    public void Reestablished_NoEndOfRibPromised_StaleGoesWhenTheLoadIsQuiet()
    {
        var harness = new SlotHarness();
        harness.Establish().HasRemoteFin = true;
        harness.Pump();
        var connection = harness.Establish();
        harness.Advance(40, () =>
        {
            connection.Deliver(Messages.Update());
            harness.Pump();
        });
        Assert.Equal(["up", "down", "up"], harness.Table.Calls);

        harness.Advance(9.8);
        Assert.Equal(["up", "down", "up"], harness.Table.Calls);
        harness.Advance(0.4);
        Assert.Equal(["up", "down", "up", "drop stale"], harness.Table.Calls);
    }

    [Fact]
    public void Reestablished_EndOfRibOfEveryFamily_StaleGoes()
    {
        var harness = new SlotHarness();
        harness.Establish(Messages.Open(endOfRib: true)).HasRemoteFin = true;
        harness.Pump();
        var connection = harness.Establish(Messages.Open(endOfRib: true));
        harness.Advance(60);
        Assert.Equal(["up", "down", "up"], harness.Table.Calls);

        harness.Table.Outcome = count => new ApplyOutcome { Applied = count, EndOfRib = FamilySet.Of(Family.IPv4) };
        connection.Deliver(Messages.Update());
        harness.Pump();
        Assert.Equal(["up", "down", "up"], harness.Table.Calls);
        harness.Table.Outcome = count => new ApplyOutcome { Applied = count, EndOfRib = FamilySet.Of(Family.IPv6) };
        connection.Deliver(Messages.Update());
        harness.Pump();
        Assert.Equal(["up", "down", "up", "drop stale"], harness.Table.Calls);
    }

    [Fact]
    public void Apply_FamilyDisabled_LastErrorSaysSo()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        var fault = new BgpFault(FaultScope.DisableFamily, ErrorCode.Update, UpdateError.OptionalAttributeError, "cannot be read", Family: Family.IPv6);
        harness.Table.Outcome = count => new ApplyOutcome { Applied = count, WorstFault = fault, FaultyUpdates = 1 };
        connection.Deliver(Messages.Update());
        harness.Pump();

        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal("ipv6 is ignored until the session is cleared: cannot be read", harness.LastError);
    }

    [Fact]
    public void Flaps_BeforeTheLoadEnds_StaleRoutesDoNotOutliveKeepStaleForEver()
    {
        var harness = new SlotHarness(Trees.Bgp with { KeepStale = TimeSpan.FromSeconds(25) });
        for (var flap = 0; flap < 4; flap++)
        {
            var connection = harness.Establish();
            harness.Advance(10);
            connection.HasRemoteFin = true;
            harness.Pump();
        }

        // Lost at 10, 20, 30 and 40 s: what was lost at 10 s has gone at 40 s, before the fourth generation is stale too.
        Assert.Equal(["up", "down", "up", "down", "up", "down", "up", "drop stale", "down"], harness.Table.Calls);
    }

    [Fact]
    public void Configure_OnlyWhatTheRouterDoesNotSee_SessionStays()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        harness.Slot.Configure(harness.Slot.Registration.Settings with { Bgp = Trees.Bgp with { KeepStale = TimeSpan.FromSeconds(5) } });
        Assert.Equal("", connection.TakeSent());
        Assert.Equal(BgpState.Established, harness.State);

        connection.HasRemoteFin = true;
        harness.Pump();
        harness.Advance(4.8);
        Assert.Equal(["up", "down"], harness.Table.Calls);
        harness.Advance(0.4);
        Assert.Equal(["up", "down", "drop stale"], harness.Table.Calls);
    }

    [Fact]
    public void Configure_OtherSettings_CeaseAndStale()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        harness.Slot.Configure(harness.Slot.Registration.Settings with { Bgp = Trees.Bgp with { HoldTime = TimeSpan.FromSeconds(30) } });

        Assert.Equal("6/6", connection.TakeSent());
        Assert.Equal(["up", "down"], harness.Table.Calls);
        Assert.Equal(BgpState.Active, harness.State);
    }

    [Fact]
    public void Remove_Established_CeaseAndTableGone()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        harness.Slot.Remove();

        Assert.Equal("6/3", connection.TakeSent());
        Assert.Equal([harness.Slot.Key], harness.Tables.Removed);
        Assert.Equal(BgpState.Idle, harness.State);
    }
}
