namespace Pierhead.Fabric.Health;

/// <summary>What a machine of the announced modes thinks of another one. Immutable.</summary>
/// <param name="Good">Good looks in a row, counted while it is not in.</param>
/// <param name="Silent">Looks in a row without an answer.</param>
/// <param name="Missed">Looks in a row in which its machine was not reached.</param>
/// <param name="IsAwaited">Whether it has never said that it is in, and is taken to be about to.</param>
public sealed record PeerState(PeerStanding Standing, int Good, int Silent, int Missed, bool IsAwaited = false)
{
    /// <summary>Where all nodes of a site start together, the first must not get everything: the others have so many times longer to come.</summary>
    private const int PatienceAtTheStart = 10;

    public static readonly PeerState In = new(PeerStanding.In, 0, 0, 0);

    /// <summary>This machine starts, and has looked at nobody: it gets what the tree says.</summary>
    public static readonly PeerState Awaited = new(PeerStanding.In, 0, 0, 0, IsAwaited: true);

    /// <summary>New in the tree: it is in when it says so often enough.</summary>
    public static readonly PeerState Unknown = new(PeerStanding.Out, 0, 0, 0);

    /// <summary>One look further: a pure function.</summary>
    public PeerState After(NodeWord word, HealthRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        switch (word)
        {
            case NodeWord.In or NodeWord.Drained:
                return Standing == PeerStanding.In || Good + 1 >= rules.Rise ? In : new PeerState(Standing, Good + 1, 0, 0);
            case NodeWord.Out when !IsAwaited:
                // Its own word has its own hysteresis behind it.
                return Unknown;
            default:
                var silent = Math.Min(Silent + 1, Patience(rules));
                var missed = word == NodeWord.NotReached ? Math.Min(Missed + 1, rules.Fall) : 0;
                var standing = Judge(silent, missed, rules);
                return new PeerState(standing, 0, silent, missed, IsAwaited && standing == PeerStanding.In);
        }
    }

    private int Patience(HealthRules rules) => IsAwaited ? rules.Silence * PatienceAtTheStart : rules.Silence;

    // One that was gone and refuses a connection has a machine again.
    private PeerStanding Judge(int silent, int missed, HealthRules rules) =>
        missed >= rules.Fall ? PeerStanding.Gone
        : silent >= Patience(rules) && Standing == PeerStanding.In ? PeerStanding.Out
        : Standing == PeerStanding.Gone && missed == 0 ? PeerStanding.Out
        : Standing;
}

public enum PeerStanding
{
    In,

    /// <summary>Gets no new sessions.</summary>
    Out,

    /// <summary>Gets no packet.</summary>
    Gone,
}
