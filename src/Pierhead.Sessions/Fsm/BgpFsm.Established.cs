using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Fsm;

internal static partial class BgpFsm
{
    private static FsmStep Established(in FsmState state, in FsmEvent @event, TimeSpan now)
    {
        if (EndedBy(state, @event) is { } ended)
        {
            return ended;
        }

        return @event.Kind switch
        {
            FsmEventKind.KeepaliveTimerExpires => new FsmStep(RestartKeepalive(state, now), FsmActions.SendKeepalive),
            FsmEventKind.KeepAliveMsg or FsmEventKind.UpdateMsg => new FsmStep(RestartHold(state, now)),

            // Allowed here; what it asks for is the session's to do. RFC 4271 restarts no timer for it.
            FsmEventKind.RouteRefreshMsg => new FsmStep(state),
            _ => Unexpected(state, @event, FsmError.UnexpectedMessageInEstablished),
        };
    }
}
