using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Fsm;

internal static partial class BgpFsm
{
    private static FsmStep OpenConfirm(in FsmState state, in FsmEvent @event, TimeSpan now)
    {
        if (EndedBy(state, @event) is { } ended)
        {
            return ended;
        }

        return @event.Kind switch
        {
            FsmEventKind.KeepaliveTimerExpires => new FsmStep(RestartKeepalive(state, now), FsmActions.SendKeepalive),
            FsmEventKind.KeepAliveMsg =>
                new FsmStep(RestartHold(state with { State = BgpState.Established }, now), FsmActions.Establish),
            _ => Unexpected(state, @event, FsmError.UnexpectedMessageInOpenConfirm),
        };
    }
}
