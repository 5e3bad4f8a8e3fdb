namespace Pierhead.Sessions.Fsm;

/// <summary>Events of RFC 4271 section 8.1 by their numbers there; 29 is RFC 9687's.</summary>
internal enum FsmEventKind : byte
{
    ManualStop = 2,
    AutomaticStop = 8,
    HoldTimerExpires = 10,
    KeepaliveTimerExpires = 11,
    DelayOpenTimerExpires = 12,
    TcpConnectionConfirmed = 17,
    TcpConnectionFails = 18,

    /// <summary>Event 19, and 20 when the DelayOpenTimer runs: the state tells them apart.</summary>
    BgpOpen = 19,
    BgpHeaderErr = 21,
    BgpOpenMsgErr = 22,
    OpenCollisionDump = 23,

    /// <summary>Event 24, a NOTIFICATION of a version error, too: there is no other version to go on with.</summary>
    NotifMsg = 25,
    KeepAliveMsg = 26,

    /// <summary>One or more UPDATE messages in a row, without fault.</summary>
    UpdateMsg = 27,
    UpdateMsgErr = 28,
    SendHoldTimerExpires = 29,

    /// <summary>ROUTE-REFRESH (RFC 2918), which has no number.</summary>
    RouteRefreshMsg = 100,
}

/// <summary>An event.</summary>
/// <param name="Kind">Which.</param>
/// <param name="HoldTime">With <see cref="FsmEventKind.BgpOpen"/>: the negotiated hold time.</param>
/// <param name="End">With an event that ends the session: why, and what to tell the router.</param>
internal readonly record struct FsmEvent(FsmEventKind Kind, TimeSpan HoldTime = default, SessionEnd? End = null)
{
    public static implicit operator FsmEvent(FsmEventKind kind) => new(kind);
}
