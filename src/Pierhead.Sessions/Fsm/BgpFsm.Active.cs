namespace Pierhead.Sessions.Fsm;

internal static partial class BgpFsm
{
    private static FsmStep Active(in FsmState state, in FsmEvent @event, TimeSpan now)
    {
        if (EndedBy(state, @event) is { } ended)
        {
            return ended;
        }

        switch (@event.Kind)
        {
            case FsmEventKind.TcpConnectionConfirmed:
                return new FsmStep(state with { DelayOpenTimer = now + (state.AsnOfPeer ? OpenHoldTime : DelayOpenTime) });

            // Event 20: the OPEN comes while the DelayOpenTimer runs.
            case FsmEventKind.BgpOpen:
                return Confirm(state, @event, now, FsmActions.SendOpen | FsmActions.SendKeepalive);

            // The RFC would send its OPEN now. Ours cannot be written without the router's: it has not told its AS, and never will.
            case FsmEventKind.DelayOpenTimerExpires when state.AsnOfPeer:
                return Ended(state, SessionEnd.NoOpen);

            case FsmEventKind.DelayOpenTimerExpires:
                var next = state with { State = BgpState.OpenSent, HoldTimer = now + OpenHoldTime, DelayOpenTimer = FsmState.Never };
                return new FsmStep(next, FsmActions.SendOpen);

            default:
                return Unexpected(state, @event, 0);
        }
    }

    private static FsmStep Confirm(in FsmState state, in FsmEvent @event, TimeSpan now, FsmActions actions)
    {
        var next = state with { State = BgpState.OpenConfirm, HoldTime = @event.HoldTime, DelayOpenTimer = FsmState.Never };
        return new FsmStep(RestartKeepalive(RestartHold(next, now), now), actions);
    }
}
