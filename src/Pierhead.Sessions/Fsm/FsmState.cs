namespace Pierhead.Sessions.Fsm;

/// <summary>
/// The state of one connection's FSM. Instants are on the node's monotonic clock; <see cref="Never"/> is a timer that does not run.
/// </summary>
internal readonly record struct FsmState
{
    internal static readonly TimeSpan Never = TimeSpan.MaxValue;

    public FsmState()
    {
    }

    internal BgpState State { get; init; } = BgpState.Active;

    /// <summary>The router's AS becomes ours (<c>local_asn: peer</c>): without its OPEN there is none of ours.</summary>
    internal bool AsnOfPeer { get; init; }

    /// <summary>The negotiated hold time, zero for none.</summary>
    internal TimeSpan HoldTime { get; init; }

    internal TimeSpan HoldTimer { get; init; } = Never;

    internal TimeSpan KeepaliveTimer { get; init; } = Never;

    internal TimeSpan DelayOpenTimer { get; init; } = Never;

    /// <summary>State of the generator behind the keepalive jitter: part of the state, so that a step stays a pure function.</summary>
    internal uint Jitter { get; init; } = 1;

    /// <summary>When the next of its timers expires.</summary>
    internal TimeSpan Due => Min(HoldTimer, Min(KeepaliveTimer, DelayOpenTimer));

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}

/// <summary>What a step comes to.</summary>
/// <param name="State">The next state.</param>
/// <param name="Actions">What is to be done.</param>
/// <param name="End">Why the session ends, with <see cref="FsmActions.DropConnection"/>.</param>
internal readonly record struct FsmStep(FsmState State, FsmActions Actions = FsmActions.None, SessionEnd? End = null);
