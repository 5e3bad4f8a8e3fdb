using System.Collections.Immutable;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>The balancer's rules, a pure function.</summary>
public static class Balance
{
    /// <summary>One step.</summary>
    public static (BalanceState State, ImmutableArray<BalanceAction> Actions) Step(BalanceState state, BalanceEvent happened, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var actions = ImmutableArray.CreateBuilder<BalanceAction>();
        var (next, places) = happened switch
        {
            BalanceEvent.Started started => (OnStarted(state, started, actions), false),
            BalanceEvent.TreeRead read => (OnTree(state, read.Tree), true),
            BalanceEvent.Looked looked => OnLook(state, looked, actions),
            BalanceEvent.Ticked => OnTick(state, now),
            BalanceEvent.Refused refused => (OnRefused(state, refused, actions), false),
            BalanceEvent.Moved moved => (state with { Moves = state.Moves.SetItem(moved.Device, (moved.Node, now + BalanceState.MoveLife)) }, true),
            BalanceEvent.PacketsHeld held => (OnHeld(state, held), true),
            _ => throw new ArgumentException($"no such event: {happened}", nameof(happened)),
        };
        if (places && next.IsReady)
        {
            next = Place(state, next, now, actions);
        }

        return (next, actions.ToImmutable());
    }

    /// <summary>A machine that comes up without a table must not attract packets. One whose table was left goes on with what it has.</summary>
    private static BalanceState OnStarted(BalanceState state, BalanceEvent.Started started, ImmutableArray<BalanceAction>.Builder actions)
    {
        if (started.HasTable)
        {
            return state;
        }

        actions.Add(new BalanceAction.Announce(false));
        return state with { IsUp = false };
    }

    private static BalanceState OnTree(BalanceState state, BalanceTree tree) => state with
    {
        Tree = tree,
        Nodes = tree.Plan.Nodes.ToImmutableSortedDictionary(
            node => node.Name,
            node => state.Nodes.TryGetValue(node.Name, out var view) ? view with { Machine = node } : NodeView.New(node),
            StringComparer.Ordinal),
    };

    private static (BalanceState State, bool Places) OnLook(
        BalanceState state, BalanceEvent.Looked looked, ImmutableArray<BalanceAction>.Builder actions)
    {
        // A look that was under way when the node left the tree.
        if (!state.Nodes.TryGetValue(looked.Node, out var before))
        {
            return (state, false);
        }

        var others = state.Nodes.Values.Count(node => node != before && node.TakesSessions);
        var after = before.After(looked.Report, looked.Failure, state.Tree.Plan.Health, others);
        var next = state with { Nodes = state.Nodes.SetItem(looked.Node, after) };
        if ((after.Judgement, after.Reason) != (before.Judgement, before.Reason))
        {
            actions.Add(new BalanceAction.Note(Sentence(after)));
        }

        var isSame = after.Judgement == before.Judgement && (after.Report is null ? before.Report is null : after.Report.PlacesAs(before.Report));
        return (next, !isSame);
    }

    private static string Sentence(NodeView node)
    {
        var word = node.IsDrained && node.Judgement == NodeJudgement.In ? "drained" : node.Judgement.ToString().ToLowerInvariant();
        return $"node {node.Machine.Name} is {word}{(node.Reason is null ? "" : $": {node.Reason}")}";
    }

    private static (BalanceState State, bool Places) OnTick(BalanceState state, DateTimeOffset now)
    {
        var over = state.Moves.Where(move => move.Value.Until <= now || Reports(state, move.Value.Node, move.Key)).Select(move => move.Key).ToArray();
        return (state with { Moves = state.Moves.RemoveRange(over) }, over.Length > 0 || state.Table is null);
    }

    private static bool Reports(BalanceState state, string node, Model.Ids.DeviceId device) =>
        state.Nodes.TryGetValue(node, out var view) && view.Holds && view.Report!.Holds.Any(hold => hold.Session.Device == device);

    private static BalanceState OnRefused(BalanceState state, BalanceEvent.Refused refused, ImmutableArray<BalanceAction>.Builder actions)
    {
        actions.Add(new BalanceAction.Note($"nft refused a change, the whole table is written at the next look: {refused.Reason}"));

        // What was to follow was not done either.
        return state with { Table = null, IsUp = null };
    }

    private static BalanceState OnHeld(BalanceState state, BalanceEvent.PacketsHeld held) =>
        state with { HeldDevices = held.IsHeld ? state.HeldDevices.Add(held.Device) : state.HeldDevices.Remove(held.Device) };

    private static BalanceState Place(BalanceState before, BalanceState state, DateTimeOffset now, ImmutableArray<BalanceAction>.Builder actions)
    {
        var (table, pinned) = Placing.Table(state);
        var died = state.Nodes.Values.Any(node =>
            node.Judgement == NodeJudgement.Dead && before.Nodes.TryGetValue(node.Machine.Name, out var was) && was.Judgement != NodeJudgement.Dead);
        var isUp = state.Nodes.Values.Any(node => node.TakesSessions);
        var isChanged = state.Table is null || died || !Placing.AreSame(state.Table, table);

        // Pins first, then the announcement; a withdrawal first, since there is nowhere to send.
        if (!isUp && state.IsUp != false)
        {
            actions.Add(new BalanceAction.Announce(false));
        }

        if (isChanged)
        {
            actions.Add(new BalanceAction.Apply(state.Table, table, died));
        }

        if (isUp && state.IsUp != true)
        {
            actions.Add(new BalanceAction.Announce(true));
        }

        return state with { Table = table, Pinned = pinned, IsUp = isUp, ChangedAt = isChanged ? now : state.ChangedAt };
    }
}
