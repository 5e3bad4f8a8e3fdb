using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Fsm;

internal static partial class BgpFsm
{
    private static FsmStep OpenSent(in FsmState state, in FsmEvent @event, TimeSpan now)
    {
        if (EndedBy(state, @event) is { } ended)
        {
            return ended;
        }

        return @event.Kind == FsmEventKind.BgpOpen
            ? Confirm(state, @event, now, FsmActions.SendKeepalive)
            : Unexpected(state, @event, FsmError.UnexpectedMessageInOpenSent);
    }
}
