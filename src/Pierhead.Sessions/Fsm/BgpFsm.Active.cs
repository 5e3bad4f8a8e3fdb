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
            case FsmEventKind.TcpConnectionConfirmed when state.DelayOpen:
                return new FsmStep(state with { DelayOpenTimer = now + OpenHoldTime });

            case FsmEventKind.TcpConnectionConfirmed:
                return new FsmStep(state with { State = BgpState.OpenSent, HoldTimer = now + OpenHoldTime }, FsmActions.SendOpen);

            // Event 20: the OPEN comes while the DelayOpenTimer runs.
            case FsmEventKind.BgpOpen when state.DelayOpen:
                return Confirm(state, @event, now, FsmActions.SendOpen | FsmActions.SendKeepalive);

            // The RFC would send its OPEN now. Ours cannot be written without the router's: it has not told its AS, and never will.
            case FsmEventKind.DelayOpenTimerExpires:
                return Ended(state, SessionEnd.NoOpen);

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
