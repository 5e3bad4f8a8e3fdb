using Pierhead.Sessions.Fsm;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Tests.Fsm;

/// <summary>The FSM as a table: what each event does in each state.</summary>
public sealed class BgpFsmTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1000);
    private static readonly SessionEnd Ours = SessionEnd.Cease(CeaseError.AdministrativeShutdown, "");
    private static readonly SessionEnd Theirs = SessionEnd.Received([6, 2]);
    private static readonly SessionEnd Lost = SessionEnd.Lost("connection reset by peer");

    /// <summary>(state, event) -> (state, actions, NOTIFICATION).</summary>
    public static TheoryData<string, string, string, string, string> Table => new()
    {
        { "Active", "TcpConnectionConfirmed", "Active", "None", "" },
        { "Active", "BgpOpen", "OpenConfirm", "SendOpen, SendKeepalive", "" },
        { "Active", "BgpOpenMsgErr", "Idle", "SendNotification, DropConnection", "6/2" },
        { "Active", "DelayOpenTimerExpires", "OpenSent", "SendOpen", "" },
        { "Active", "TcpConnectionFails", "Idle", "DropConnection", "" },
        { "Active", "ManualStop", "Idle", "SendNotification, DropConnection", "6/2" },
        { "Active", "KeepAliveMsg", "Idle", "SendNotification, DropConnection", "5/0" },
        { "ActiveAsnOfPeer", "TcpConnectionConfirmed", "Active", "None", "" },
        { "ActiveAsnOfPeer", "BgpOpen", "OpenConfirm", "SendOpen, SendKeepalive", "" },
        { "ActiveAsnOfPeer", "DelayOpenTimerExpires", "Idle", "SendNotification, DropConnection", "4/0" },
        { "ActiveAsnOfPeer", "UpdateMsg", "Idle", "SendNotification, DropConnection", "5/0" },
        { "ActiveAsnOfPeer", "NotifMsg", "Idle", "DropConnection", "" },
        { "OpenSent", "BgpOpen", "OpenConfirm", "SendKeepalive", "" },
        { "OpenSent", "BgpOpenMsgErr", "Idle", "SendNotification, DropConnection", "6/2" },
        { "OpenSent", "BgpHeaderErr", "Idle", "SendNotification, DropConnection", "6/2" },
        { "OpenSent", "HoldTimerExpires", "Idle", "SendNotification, DropConnection", "4/0" },
        { "OpenSent", "KeepAliveMsg", "Idle", "SendNotification, DropConnection", "5/1" },
        { "OpenSent", "UpdateMsg", "Idle", "SendNotification, DropConnection", "5/1" },
        { "OpenSent", "RouteRefreshMsg", "Idle", "SendNotification, DropConnection", "5/1" },
        { "OpenSent", "NotifMsg", "Idle", "DropConnection", "" },
        { "OpenSent", "OpenCollisionDump", "Idle", "SendNotification, DropConnection", "6/2" },
        { "OpenSent", "TcpConnectionFails", "Idle", "DropConnection", "" },
        { "OpenConfirm", "KeepAliveMsg", "Established", "Establish", "" },
        { "OpenConfirm", "KeepaliveTimerExpires", "OpenConfirm", "SendKeepalive", "" },
        { "OpenConfirm", "HoldTimerExpires", "Idle", "SendNotification, DropConnection", "4/0" },
        { "OpenConfirm", "BgpOpen", "Idle", "SendNotification, DropConnection", "5/2" },
        { "OpenConfirm", "UpdateMsg", "Idle", "SendNotification, DropConnection", "5/2" },
        { "OpenConfirm", "RouteRefreshMsg", "Idle", "SendNotification, DropConnection", "5/2" },
        { "OpenConfirm", "NotifMsg", "Idle", "DropConnection", "" },
        { "OpenConfirm", "OpenCollisionDump", "Idle", "SendNotification, DropConnection", "6/2" },
        { "OpenConfirm", "TcpConnectionFails", "Idle", "DropConnection", "" },
        { "Established", "KeepAliveMsg", "Established", "None", "" },
        { "Established", "UpdateMsg", "Established", "None", "" },
        { "Established", "RouteRefreshMsg", "Established", "None", "" },
        { "Established", "KeepaliveTimerExpires", "Established", "SendKeepalive", "" },
        { "Established", "BgpOpen", "Idle", "Release, SendNotification, DropConnection", "5/3" },
        { "Established", "UpdateMsgErr", "Idle", "Release, SendNotification, DropConnection", "6/2" },
        { "Established", "HoldTimerExpires", "Idle", "Release, SendNotification, DropConnection", "4/0" },
        { "Established", "SendHoldTimerExpires", "Idle", "Release, DropConnection", "" },
        { "Established", "NotifMsg", "Idle", "Release, DropConnection", "" },
        { "Established", "TcpConnectionFails", "Idle", "Release, DropConnection", "" },
        { "Established", "ManualStop", "Idle", "Release, SendNotification, DropConnection", "6/2" },
        { "Established", "AutomaticStop", "Idle", "Release, SendNotification, DropConnection", "6/2" },
        { "Idle", "BgpOpen", "Idle", "None", "" },
        { "Idle", "HoldTimerExpires", "Idle", "None", "" },
        { "Idle", "ManualStop", "Idle", "None", "" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Step_EventInState_NextStateAndActions(string state, string kind, string next, string actions, string notification)
    {
        var step = BgpFsm.Step(In(state), Event(Enum.Parse<FsmEventKind>(kind)), Now);

        Assert.Equal(Enum.Parse<BgpState>(next), step.State.State);
        Assert.Equal(Enum.Parse<FsmActions>(actions), step.Actions);
        var sent = step.Actions.HasFlag(FsmActions.SendNotification) ? step.End!.Notification! : null;
        Assert.Equal(notification, sent is null ? "" : $"{sent.Code}/{sent.Subcode}");
        Assert.Equal(step.Actions.HasFlag(FsmActions.DropConnection), step.End is not null);
    }

    [Theory]
    [InlineData("Active", 5)]
    [InlineData("ActiveAsnOfPeer", 240)]
    public void Step_TcpConfirmed_DelayOpenTimer(string state, int seconds)
    {
        var step = BgpFsm.Step(In(state), FsmEventKind.TcpConnectionConfirmed, Now);

        Assert.Equal(Now + TimeSpan.FromSeconds(seconds), step.State.DelayOpenTimer);
    }

    [Fact]
    public void Step_DelayOpenTimerExpires_HoldTimerOfFourMinutes()
    {
        var step = BgpFsm.Step(In("Active") with { DelayOpenTimer = Now }, FsmEventKind.DelayOpenTimerExpires, Now);

        Assert.Equal(Now + TimeSpan.FromMinutes(4), step.State.HoldTimer);
        Assert.Equal(FsmState.Never, step.State.DelayOpenTimer);
    }

    [Fact]
    public void Step_Open_TimersOfTheNegotiatedHoldTime()
    {
        var step = BgpFsm.Step(In("OpenSent"), new FsmEvent(FsmEventKind.BgpOpen, TimeSpan.FromSeconds(30)), Now);

        Assert.Equal(Now + TimeSpan.FromSeconds(30), step.State.HoldTimer);
        Assert.InRange(step.State.KeepaliveTimer - Now, TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Step_OpenWithHoldTimeZero_NoTimers()
    {
        var step = BgpFsm.Step(In("OpenSent"), new FsmEvent(FsmEventKind.BgpOpen, TimeSpan.Zero), Now);
        var established = BgpFsm.Step(step.State, FsmEventKind.KeepAliveMsg, Now);

        Assert.Equal(FsmState.Never, step.State.Due);
        Assert.Equal(FsmState.Never, established.State.Due);
    }

    [Theory]
    [InlineData("KeepAliveMsg", true)]
    [InlineData("UpdateMsg", true)]
    [InlineData("RouteRefreshMsg", false)]
    public void Step_MessageInEstablished_RestartsHoldTimerOrNot(string kind, bool restarts)
    {
        var before = In("Established");
        var step = BgpFsm.Step(before, Event(Enum.Parse<FsmEventKind>(kind)), Now);

        Assert.Equal(restarts ? Now + before.HoldTime : before.HoldTimer, step.State.HoldTimer);
    }

    [Fact]
    public void Step_ManyKeepalives_JitterCoversItsRangeOnly()
    {
        var state = In("Established");
        var intervals = new List<double>();
        for (var i = 0; i < 1000; i++)
        {
            state = BgpFsm.Step(state, FsmEventKind.KeepaliveTimerExpires, Now).State;
            intervals.Add((state.KeepaliveTimer - Now) / (state.HoldTime / 3));
        }

        Assert.InRange(intervals.Min(), 0.75, 0.78);
        Assert.InRange(intervals.Max(), 0.97, 1.0);
    }

    [Fact]
    public void Step_HoldTimeOfThreeSeconds_OneKeepaliveASecondAtMost()
    {
        var state = In("Established") with { HoldTime = TimeSpan.FromSeconds(3) };
        for (var i = 0; i < 100; i++)
        {
            state = BgpFsm.Step(state, FsmEventKind.KeepaliveTimerExpires, Now).State;
            Assert.Equal(TimeSpan.FromSeconds(1), state.KeepaliveTimer - Now);
        }
    }

    [Fact]
    public void Expired_HoldAndKeepalive_HoldFirst()
    {
        var state = In("Established") with { HoldTimer = Now, KeepaliveTimer = Now };

        Assert.Equal(FsmEventKind.HoldTimerExpires, BgpFsm.Expired(state, Now));
        Assert.Equal(FsmEventKind.KeepaliveTimerExpires, BgpFsm.Expired(state with { HoldTimer = FsmState.Never }, Now));
        Assert.Null(BgpFsm.Expired(state, Now - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Step_UnexpectedMessage_ItsTypeIsTheData()
    {
        var step = BgpFsm.Step(In("OpenSent"), FsmEventKind.UpdateMsg, Now);

        Assert.Equal([2], step.End!.Notification!.Data.ToArray());
    }

    private static FsmState In(string state)
    {
        var asnOfPeer = state == "ActiveAsnOfPeer";
        var hold = TimeSpan.FromSeconds(90);
        return new FsmState
        {
            State = asnOfPeer ? BgpState.Active : Enum.Parse<BgpState>(state),
            AsnOfPeer = asnOfPeer,
            HoldTime = hold,
            HoldTimer = Now + TimeSpan.FromSeconds(5),
            Jitter = 12345,
        };
    }

    private static FsmEvent Event(FsmEventKind kind) => new(kind, TimeSpan.FromSeconds(90), kind switch
    {
        FsmEventKind.ManualStop or FsmEventKind.AutomaticStop or FsmEventKind.OpenCollisionDump
            or FsmEventKind.BgpHeaderErr or FsmEventKind.BgpOpenMsgErr or FsmEventKind.UpdateMsgErr => Ours,
        FsmEventKind.NotifMsg => Theirs,
        FsmEventKind.TcpConnectionFails => Lost,
        _ => null,
    });
}
