using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tests.Support;

namespace Pierhead.Sessions.Tests.Slots;

/// <summary>Timers, on a clock that the test moves.</summary>
public sealed class TimerTests
{
    [Fact]
    public void Tick_SilentRouter_HoldTimerOnTime()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Messages.Open(holdTime: 9));
        harness.Advance(8.9);
        Assert.Equal(BgpState.Established, harness.State);

        harness.Advance(0.2);
        Assert.Equal("hold timer expired", harness.LastError);
        Assert.EndsWith("4/0", connection.TakeSent(), StringComparison.Ordinal);
        Assert.Equal(["up", "down"], harness.Table.Calls);
    }

    [Fact]
    public void Tick_UnreadOctets_HoldTimerWaitsForUs()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Messages.Open(holdTime: 9));
        connection.Deliver(Messages.Keepalive);
        harness.Advance(12);
        Assert.Equal(BgpState.Established, harness.State);

        harness.Pump();
        harness.Advance(8.8);
        Assert.Equal(BgpState.Established, harness.State);
        harness.Advance(0.4);
        Assert.Equal("hold timer expired", harness.LastError);
    }

    [Fact]
    public void Tick_UpdatesAlone_KeepTheSession()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Messages.Open(holdTime: 9));
        for (var i = 0; i < 10; i++)
        {
            harness.Advance(8);
            connection.Deliver(Messages.Update());
            harness.Pump();
        }

        Assert.Equal(BgpState.Established, harness.State);
    }

    [Fact]
    public void Tick_Established_KeepalivesThreeTimesAHoldTime()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Messages.Open(holdTime: 9));
        harness.Advance(90, () =>
        {
            connection.Deliver(Messages.Keepalive);
            harness.Pump();
        });

        Assert.InRange(connection.TakeSent().Split(' ').Length, 29, 40);
    }

    [Fact]
    public void Tick_HoldTimeZero_NoKeepaliveAndNoEnd()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Messages.Open(holdTime: 0));
        harness.Advance(1000);

        Assert.Equal(BgpState.Established, harness.State);
        Assert.Equal("", connection.TakeSent());
        Assert.Equal(TimeSpan.Zero, harness.Slot.Status.HoldTime);
    }

    [Fact]
    public void Tick_NoOpen_EndsFourMinutesAfterOurs()
    {
        var harness = new SlotHarness();
        var connection = harness.Connect();
        harness.Advance(244.8);
        Assert.Equal("open", connection.TakeSent());
        harness.Advance(0.4);
        Assert.Equal("4/0", connection.TakeSent());
    }

    [Fact]
    public void Tick_RouterThatTakesNothing_SendHoldTimer()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Messages.Open(holdTime: 9));
        connection.Unacknowledged = 19;
        var alive = () =>
        {
            connection.Deliver(Messages.Keepalive);
            harness.Pump();
        };
        harness.Advance(470, alive);
        Assert.Equal(BgpState.Established, harness.State);

        harness.Advance(15, alive);
        Assert.Equal("send hold timer expired: the router takes nothing in", harness.LastError);
        Assert.True(connection.WasAborted);
        Assert.DoesNotContain("8/0", connection.TakeSent(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tick_RouterThatTakesALittle_NoSendHold()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Messages.Open(holdTime: 9));
        var beats = 0;
        harness.Advance(2000, () =>
        {
            connection.Unacknowledged = beats++ % 3000 < 15 ? 0 : 19;
            connection.Deliver(Messages.Keepalive);
            harness.Pump();
        });

        Assert.Equal(BgpState.Established, harness.State);
    }

    [Fact]
    public void Send_NoRoom_WaitsAndIsWrittenLater()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish(Messages.Open(holdTime: 9));
        connection.Room = 7;
        harness.Advance(3.2);
        Assert.True(connection.Writable);
        connection.Room = int.MaxValue;
        harness.Pump();

        Assert.Equal("keepalive", connection.TakeSent());
        Assert.False(connection.Writable);
    }

    [Fact]
    public void BeginClose_RouterThatGoesOnSending_IsReadOutThenClosed()
    {
        var harness = new SlotHarness();
        var connection = harness.Establish();
        harness.Slot.ClearHard();
        Assert.Equal("6/4", connection.TakeSent());
        Assert.True(connection is { HasSentFin: true, IsClosed: false });

        connection.Deliver(Messages.Update());
        harness.Pump();
        Assert.Equal(0, connection.Unread);
        Assert.False(connection.IsClosed);
        harness.Advance(1.1);
        Assert.True(connection.IsClosed);
    }
}
