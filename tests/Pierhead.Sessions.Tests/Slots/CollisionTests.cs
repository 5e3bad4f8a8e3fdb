using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tests.Support;

namespace Pierhead.Sessions.Tests.Slots;

/// <summary>A second connection of the same router.</summary>
public sealed class CollisionTests
{
    [Fact]
    public void Newcomer_OlderWithoutOpen_OlderIsDumpedOnItsOpen()
    {
        var harness = new SlotHarness();
        var older = harness.Connect();
        var newcomer = harness.Connect();

        newcomer.Deliver(Messages.Open(), Messages.Keepalive);
        harness.Pump();
        Assert.Equal("6/7", older.TakeSent());
        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal("open keepalive update update", newcomer.TakeSent());
    }

    [Fact]
    public void Newcomer_OlderAlive_NewcomerIsRefused()
    {
        var harness = new SlotHarness();
        var older = harness.Establish();
        var newcomer = harness.Connect();
        older.Unacknowledged = 19;
        newcomer.Deliver(Messages.Open(), Messages.Keepalive);
        harness.Pump();
        Assert.Equal("keepalive", older.TakeSent());
        Assert.Equal("", newcomer.TakeSent());

        harness.Advance(0.2);
        Assert.Equal("", newcomer.TakeSent());
        older.Unacknowledged = 0;
        harness.Advance(0.1);
        Assert.Equal("6/7", newcomer.TakeSent());
        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal(0, harness.Slot.Status.Flaps);
        Assert.Equal(["up"], harness.Table.Calls);
    }

    [Fact]
    public void Newcomer_OlderReset_TakesOverAtOnce()
    {
        var harness = new SlotHarness();
        var older = harness.Establish();
        var newcomer = harness.Connect();
        older.Unacknowledged = 19;
        newcomer.Deliver(Messages.Open(), Messages.Keepalive, Messages.Update());
        harness.Pump();

        older.Broken = "connection reset by peer";
        harness.Pump();
        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal(["up", "down", "up"], harness.Table.Calls);
        Assert.Equal(1, harness.Table.Updates);
        Assert.Equal("open keepalive update update", newcomer.TakeSent());
        Assert.Equal("connection reset by peer", harness.LastError);
    }

    [Fact]
    public void Newcomer_OlderAnswersNothingInTime_TakesOver()
    {
        var harness = new SlotHarness();
        var older = harness.Establish();
        var newcomer = harness.Connect();
        older.Unacknowledged = 19;
        newcomer.Deliver(Messages.Open(), Messages.Keepalive);
        harness.Pump();

        harness.Advance(4.8);
        Assert.Equal("", newcomer.TakeSent());
        Assert.False(older.IsClosed);

        harness.Advance(0.4);
        harness.Pump();
        Assert.True(older.WasAborted);
        Assert.Equal("open keepalive update update", newcomer.TakeSent());
        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal(["up", "down", "up"], harness.Table.Calls);
    }

    [Fact]
    public void Newcomer_GracefulRestart_ReplacesWithoutAWord()
    {
        var harness = new SlotHarness();
        var older = harness.Establish(Messages.Open(gracefulRestart: true));
        var newcomer = harness.Connect();
        newcomer.Deliver(Messages.Open(gracefulRestart: true), Messages.Keepalive);
        harness.Pump();

        Assert.Equal("", older.TakeSent());
        Assert.True(older.IsClosed);
        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal(["up", "down", "up"], harness.Table.Calls);
    }

    [Fact]
    public void Newcomer_GracefulRestartButOtherIdentifier_IsChallenged()
    {
        var harness = new SlotHarness();
        var older = harness.Establish(Messages.Open(gracefulRestart: true));
        var newcomer = harness.Connect();
        older.Unacknowledged = 19;
        newcomer.Deliver(Messages.Open(identifier: "198.51.100.9", gracefulRestart: true));
        harness.Pump();

        Assert.Equal("keepalive", older.TakeSent());
        Assert.Equal(BgpState.Established, harness.State);
    }

    [Fact]
    public void Newcomer_BadOpen_OlderDoesNotNotice()
    {
        var harness = new SlotHarness();
        var older = harness.Establish();
        var newcomer = harness.Connect();
        newcomer.Deliver(Messages.Open(asn: 64999));
        harness.Pump();

        Assert.Equal("2/2", newcomer.TakeSent());
        Assert.Equal("", older.TakeSent());
        Assert.Equal(BgpState.Established, harness.State);
        Assert.Null(harness.LastError);
    }

    [Fact]
    public void Newcomer_SilentStranger_NeverKillsTheSession()
    {
        var harness = new SlotHarness();
        var older = harness.Establish();
        for (var i = 0; i < 50; i++)
        {
            harness.Connect();
            harness.Advance(10, () =>
            {
                older.Deliver(Messages.Keepalive);
                harness.Pump();
            });
        }

        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal(49, harness.Ended);
    }

    [Fact]
    public void Newcomer_OlderClosedByRouter_IsPromotedBeforeItsOpen()
    {
        var harness = new SlotHarness();
        var older = harness.Establish();
        var newcomer = harness.Connect();
        older.HasRemoteFin = true;
        harness.Pump();
        Assert.Equal(BgpState.Active, harness.State);

        newcomer.Deliver(Messages.Open(), Messages.Keepalive);
        harness.Pump();
        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal("connection closed by the router without NOTIFICATION", harness.LastError);
    }
}
