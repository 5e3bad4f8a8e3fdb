namespace Pierhead.Fabric.Health;

/// <summary>What a machine of the announced modes thinks of another one. Immutable.</summary>
/// <param name="Good">Good looks in a row, counted while it is not in.</param>
/// <param name="Bad">Bad looks in a row.</param>
/// <param name="Missed">Looks in a row in which its machine was not reached.</param>
public sealed record PeerState(PeerStanding Standing, int Good, int Bad, int Missed)
{
    public static readonly PeerState In = new(PeerStanding.In, 0, 0, 0);

    /// <summary>Never looked at: it is in when it says so often enough.</summary>
    public static readonly PeerState Unknown = new(PeerStanding.Out, 0, 0, 0);

    /// <summary>One look further: a pure function.</summary>
    public PeerState After(NodeWord word, HealthRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (word is NodeWord.In or NodeWord.Drained)
        {
            var good = Standing == PeerStanding.In ? 0 : Good + 1;
            return good == 0 || good >= rules.Rise ? In : this with { Good = good, Bad = 0, Missed = 0 };
        }

        // Its own word has its own hysteresis behind it.
        var bad = word == NodeWord.Out ? rules.Fall : Math.Min(Bad + 1, rules.Fall);
        var missed = word == NodeWord.NotReached ? Math.Min(Missed + 1, rules.Fall) : 0;
        var standing = missed >= rules.Fall ? PeerStanding.Gone
            : bad >= rules.Fall || Standing != PeerStanding.In ? PeerStanding.Out
            : PeerStanding.In;

        // One that is gone is so until its machine was reached; one that is out is not gone before it was missed as often as any.
        return new PeerState(Standing == PeerStanding.Gone && missed > 0 ? PeerStanding.Gone : standing, 0, bad, missed);
    }
}

public enum PeerStanding
{
    In,

    /// <summary>Gets no new sessions.</summary>
    Out,

    /// <summary>Gets no packet.</summary>
    Gone,
}
