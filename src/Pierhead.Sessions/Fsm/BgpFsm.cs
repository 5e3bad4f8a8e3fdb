using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Fsm;

/// <summary>
/// The finite state machine of RFC 4271 section 8 for one connection of a speaker that never connects out: a pure function of
/// (state, event, now). DelayOpen (section 8.1.1) is always set: our OPEN is fitted to the router's.
/// </summary>
internal static partial class BgpFsm
{
    /// <summary>RFC 4271 section 8.2.2: a hold time of 4 minutes is suggested until the OPEN has told another.</summary>
    internal static readonly TimeSpan OpenHoldTime = TimeSpan.FromMinutes(4);

    /// <summary>How long our OPEN waits for the router's: for a router that waits for ours, still well within its own hold time.</summary>
    internal static readonly TimeSpan DelayOpenTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LeastKeepalive = TimeSpan.FromSeconds(1);

    internal static FsmStep Step(in FsmState state, in FsmEvent @event, TimeSpan now) => state.State switch
    {
        BgpState.Active => Active(state, @event, now),
        BgpState.OpenSent => OpenSent(state, @event, now),
        BgpState.OpenConfirm => OpenConfirm(state, @event, now),
        BgpState.Established => Established(state, @event, now),
        _ => new FsmStep(state),
    };

    /// <summary>The event of a timer that has expired, if any. The hold timer comes first: nothing else matters after it.</summary>
    internal static FsmEventKind? Expired(in FsmState state, TimeSpan now)
    {
        if (state.HoldTimer <= now)
        {
            return FsmEventKind.HoldTimerExpires;
        }

        if (state.DelayOpenTimer <= now)
        {
            return FsmEventKind.DelayOpenTimerExpires;
        }

        return state.KeepaliveTimer <= now ? FsmEventKind.KeepaliveTimerExpires : null;
    }

    /// <summary>Ends the connection with the event's own reason, telling the router where the reason is ours to tell.</summary>
    private static FsmStep Ended(in FsmState state, SessionEnd end)
    {
        var actions = FsmActions.DropConnection;
        if (state.State == BgpState.Established)
        {
            actions |= FsmActions.Release;
        }

        if (end.Cause == SessionEndCause.NotificationSent)
        {
            actions |= FsmActions.SendNotification;
        }

        return new FsmStep(new FsmState { State = BgpState.Idle, Jitter = state.Jitter }, actions, end);
    }

    /// <summary>What every state does alike with an event that ends the connection; null when the event does not.</summary>
    private static FsmStep? EndedBy(in FsmState state, in FsmEvent @event) => @event.Kind switch
    {
        FsmEventKind.HoldTimerExpires => Ended(state, SessionEnd.HoldTimerExpired),
        FsmEventKind.SendHoldTimerExpires => Ended(state, SessionEnd.SendHoldTimerExpired),
        _ => @event.End is { } end ? Ended(state, end) : null,
    };

    /// <summary>RFC 6608: a message that the state does not expect, with its type as Data.</summary>
    private static FsmStep Unexpected(in FsmState state, in FsmEvent @event, byte subcode) =>
        TypeOf(@event.Kind) is { } type ? Ended(state, SessionEnd.UnexpectedMessage(subcode, type, state.State)) : new FsmStep(state);

    private static BgpMessageType? TypeOf(FsmEventKind kind) => kind switch
    {
        FsmEventKind.BgpOpen => BgpMessageType.Open,
        FsmEventKind.KeepAliveMsg => BgpMessageType.Keepalive,
        FsmEventKind.UpdateMsg => BgpMessageType.Update,
        FsmEventKind.RouteRefreshMsg => BgpMessageType.RouteRefresh,
        _ => null,
    };

    private static FsmState RestartHold(in FsmState state, TimeSpan now) =>
        state with { HoldTimer = state.HoldTime > TimeSpan.Zero ? now + state.HoldTime : FsmState.Never };

    /// <summary>
    /// RFC 4271 section 4.4: a third of the hold time between KEEPALIVEs; section 10: times a random factor of 0.75 to 1, so
    /// that thousands of sessions established at once do not speak at once; never more than one a second.
    /// </summary>
    private static FsmState RestartKeepalive(in FsmState state, TimeSpan now)
    {
        if (state.HoldTime <= TimeSpan.Zero)
        {
            return state with { KeepaliveTimer = FsmState.Never };
        }

        var jitter = state.Jitter;
        jitter ^= jitter << 13;
        jitter ^= jitter >> 17;
        jitter ^= jitter << 5;
        var interval = state.HoldTime / 3 * (0.75 + (0.25 * (jitter / (double)uint.MaxValue)));
        return state with { Jitter = jitter, KeepaliveTimer = now + (interval > LeastKeepalive ? interval : LeastKeepalive) };
    }
}
