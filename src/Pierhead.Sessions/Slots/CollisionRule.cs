using Pierhead.Sessions.Fsm;

namespace Pierhead.Sessions.Slots;

/// <summary>What the kernel knows of the KEEPALIVE that an established connection was challenged with.</summary>
internal enum Challenge : byte
{
    NotAsked,
    Pending,

    /// <summary>The router's side has acknowledged it: the connection lives.</summary>
    Acknowledged,

    /// <summary>The router's side does not know the connection.</summary>
    Reset,

    /// <summary>
    /// Nothing came back in time, while the newcomer's handshake and OPEN came through: the router's side is gone and cannot say
    /// so. With MD5 (RFC 2385) that is what a reboot looks like, for a reset cannot be signed by one who has forgotten the connection.
    /// </summary>
    TimedOut,
}

/// <summary>What becomes of a newcomer whose OPEN is valid.</summary>
internal enum CollisionVerdict : byte
{
    /// <summary>There is no other connection.</summary>
    Proceed,

    /// <summary>The older one gets Cease 6/7, the newcomer goes on.</summary>
    DumpOlder,

    /// <summary>RFC 4724 section 5: the older one is dropped without a word, its routes stale; the newcomer goes on.</summary>
    ReplaceSilently,

    /// <summary>Send a KEEPALIVE on the older one and see.</summary>
    ChallengeOlder,

    /// <summary>The challenge has no answer yet.</summary>
    Wait,

    /// <summary>The newcomer gets Cease 6/7, the older one stays.</summary>
    RefuseNewcomer,
}

/// <summary>
/// Which of two connections of the same router stays (RFC 4271 section 6.8, RFC 4724 section 5). The identifier rule of 6.8
/// settles connections opened from both ends; here the router has opened both. See docs/decisions/0003-sessions-on-lanes.md.
/// </summary>
internal static class CollisionRule
{
    /// <param name="older">State of the older connection; Idle when there is none.</param>
    /// <param name="gracefulRestart">Whether the router advertised Graceful Restart with a family on the older one.</param>
    /// <param name="sameIdentifier">Whether both OPENs carry the same BGP Identifier.</param>
    /// <param name="challenge">How the challenge of the older one stands.</param>
    internal static CollisionVerdict Decide(BgpState older, bool gracefulRestart, bool sameIdentifier, Challenge challenge) => older switch
    {
        BgpState.Idle => CollisionVerdict.Proceed,
        BgpState.Active or BgpState.OpenSent or BgpState.OpenConfirm => CollisionVerdict.DumpOlder,
        _ when gracefulRestart && sameIdentifier => CollisionVerdict.ReplaceSilently,
        _ => challenge switch
        {
            Challenge.NotAsked => CollisionVerdict.ChallengeOlder,
            Challenge.Pending => CollisionVerdict.Wait,
            Challenge.Reset or Challenge.TimedOut => CollisionVerdict.ReplaceSilently,
            _ => CollisionVerdict.RefuseNewcomer,
        },
    };
}
