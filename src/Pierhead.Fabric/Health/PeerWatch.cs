using System.Collections.Immutable;
using Pierhead.Fabric.Announcing;
using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Health;

/// <summary>
/// In the announced modes every node passes on what is another's, so every node has to know who is there: this asks the others at each look, and has the
/// table of this machine follow. One look at a time.
/// </summary>
/// <param name="kept">Who was absent when the process before ended; null where none did, and all are awaited.</param>
/// <param name="voice">Loads the table.</param>
/// <param name="log">Told each change, and each trouble once.</param>
public sealed class PeerWatch(OtherNodes others, AbsentNodes? kept, IAbsenceVoice voice, Action<string> log)
{
    private readonly Dictionary<string, PeerState> _peers = new(StringComparer.Ordinal);
    private AbsentNodes _absent = kept ?? AbsentNodes.None;
    private bool _hasLooked;
    private string? _unheard;

    /// <summary>Asks the others, and loads the table with who is there; this node's own standing counts as its own word does elsewhere.</summary>
    public async Task LookAsync(FabricPlace now, HealthStanding own, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(now);
        var rules = HealthRules.Of(now.Plan);
        var words = await others.WordsAsync(now.Plan, now.Machine, cancel);
        foreach (var (node, word) in words)
        {
            _peers[node.Name] = (_peers.GetValueOrDefault(node.Name) ?? Before(node.Name)).After(word, rules);
        }

        _hasLooked = true;
        Follow(Absent(now.Plan, now.Machine.Name, node => node != now.Machine.Name ? _peers[node].Standing : own is HealthStanding.In ? PeerStanding.In : PeerStanding.Out));
    }

    /// <summary>A restart goes on with what was known. A node that comes into the tree later has to say that it is there.</summary>
    private PeerState Before(string node) => _hasLooked ? PeerState.Unknown
        : kept is null ? PeerState.Awaited
        : kept.Gone.Contains(node) ? PeerState.Unknown with { Standing = PeerStanding.Gone }
        : kept.Out.Contains(node) ? PeerState.Unknown
        : PeerState.In;

    /// <summary>Whom the table of a machine passes over: a pure function.</summary>
    /// <param name="self">The machine.</param>
    internal static AbsentNodes Absent(FabricPlan plan, string self, Func<string, PeerStanding> standingOf)
    {
        ImmutableArray<string> Named(PeerStanding standing) =>
            [.. plan.Nodes.Select(node => node.Name).Where(node => standingOf(node) == standing).Order(StringComparer.Ordinal)];

        // Where nobody is there, everybody is: there is nobody else to name.
        if (!plan.Nodes.Any(node => node.NewWeight > 0 && standingOf(node.Name) == PeerStanding.In))
        {
            return AbsentNodes.None;
        }

        // That several others went at once is seen by a machine that was cut off itself. When its link is back the address lands here before the others answer,
        // and their sessions have to be passed on.
        var (notWell, gone) = (Named(PeerStanding.Out), Named(PeerStanding.Gone));
        return gone.Length > 1 && gone.Length == plan.Nodes.Count(node => node.Name != self)
            ? new AbsentNodes(gone, [])
            : new AbsentNodes(notWell, gone);
    }

    private void Follow(AbsentNodes next)
    {
        if (next != _absent)
        {
            log($"no new sessions here for {next}; before: {_absent}");
        }

        _absent = next;
        var trouble = voice.Say(next);
        if (trouble != _unheard)
        {
            log(trouble is null ? "the table of this machine follows again" : $"the table of this machine does not follow: {trouble}");
        }

        _unheard = trouble;
    }
}
