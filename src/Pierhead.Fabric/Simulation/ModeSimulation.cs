using System.Collections.Immutable;
using Pierhead.Fabric.Placement;
using Pierhead.Model.Fabric;
using Pierhead.Model.Ids;

namespace Pierhead.Fabric.Simulation;

/// <summary>One mode, one set of nodes: where sessions land, and what each change moves.</summary>
/// <remarks>
/// Counts changes of the set of nodes only. The loss of a balancer, or of the machine that has the address just then, is not in the numbers: the
/// others have the same rules.
/// </remarks>
internal sealed class ModeSimulation(FabricMode mode, Population population, ImmutableArray<NodeShare> nodes)
{
    private readonly int[] _before = SessionPlacement.Place(mode, population, nodes);

    /// <param name="newcomer">The node that is added.</param>
    public ModeOutcome Run(NodeShare newcomer)
    {
        var victim = Victim();
        var (pairs, apart) = CountApart();
        return new ModeOutcome(
            mode,
            Loads(),
            pairs,
            apart,
            [
                Change(NodeChange.Add, nodes.Length, newcomer.Name, [.. nodes, newcomer]),
                Change(NodeChange.Drain, victim, nodes[victim].Name, nodes.SetItem(victim, nodes[victim] with { IsDrained = true })),
                Change(NodeChange.Remove, victim, nodes[victim].Name, nodes.RemoveAt(victim)),
            ]);
    }

    /// <summary>Whether established sessions stay where they are when the nodes change: connection marks, IPVS entries, pins.</summary>
    private bool KeepsEstablished => mode is FabricMode.AnnouncedHash or FabricMode.DirectReturnLvs or FabricMode.DirectReturn;

    /// <summary>The node that is drained, and removed. In active-backup only the one that holds the address has anything to move.</summary>
    private int Victim()
    {
        var holder = SessionPlacement.Holder(nodes);
        var others = NodeShare.Takers(nodes).Where(node => node != holder).ToArray();

        // Elsewhere not the one that routers prefer, so that the numbers are of the spread and not of who announces; and one in the middle, as
        // nodes at the end of the row are cheaper to lose under masks.
        return mode == FabricMode.ActiveBackup || others.Length == 0 ? holder : others[others.Length / 2];
    }

    private ImmutableArray<NodeLoad> Loads()
    {
        var sessions = new int[nodes.Length];
        foreach (var node in _before)
        {
            sessions[node]++;
        }

        var weights = nodes.Sum(node => (long)node.NewWeight);
        return [.. nodes.Select((node, index) =>
            new NodeLoad(node.Name, node.NewWeight, sessions[index], _before.Length * (double)node.NewWeight / weights))];
    }

    private (int Pairs, int Apart) CountApart()
    {
        var (pairs, apart, session) = (0, 0, 0);
        foreach (var device in population.Devices)
        {
            var places = _before.AsSpan(session, device.Addresses.Length);
            session += places.Length;
            if (places.Length > 1)
            {
                pairs++;
                apart += places.ContainsAnyExcept(places[0]) ? 1 : 0;
            }
        }

        return (pairs, apart);
    }

    /// <param name="changed">The changed node's index; the newcomer's is one past the others.</param>
    private ChangeOutcome Change(NodeChange change, int changed, string name, ImmutableArray<NodeShare> then)
    {
        var after = Renumber(SessionPlacement.Place(mode, population, then), change, changed);
        var (moves, needless) = (0, 0);
        for (var session = 0; session < after.Length; session++)
        {
            if (after[session] != _before[session])
            {
                moves++;
                needless += _before[session] != changed && after[session] != changed ? 1 : 0;
            }
        }

        return new ChangeOutcome(change, name, moves, needless, Breaks(change, changed, then, after));
    }

    private int Breaks(NodeChange change, int changed, ImmutableArray<NodeShare> then, int[] after)
    {
        if (mode == FabricMode.DirectReturn)
        {
            // Pins that know what nodes hold.
            after = Renumber(SessionPlacement.ByDevice(population, then, Held()), change, changed);
        }
        else if (KeepsEstablished)
        {
            return change == NodeChange.Remove ? _before.Count(node => node == changed) : 0;
        }

        return _before.Zip(after).Count(pair => pair.First != pair.Second);
    }

    private Dictionary<DeviceId, string> Held()
    {
        var held = new Dictionary<DeviceId, string>(population.Devices.Length);
        for (var session = 0; session < _before.Length; session++)
        {
            held[population.Devices[population.DeviceOf[session]].Id] = nodes[_before[session]].Name;
        }

        return held;
    }

    /// <summary>Indices after a removal as they were before it.</summary>
    private static int[] Renumber(int[] places, NodeChange change, int changed)
    {
        for (var session = 0; change == NodeChange.Remove && session < places.Length; session++)
        {
            places[session] += places[session] >= changed ? 1 : 0;
        }

        return places;
    }
}
