using System.Collections.Immutable;
using Pierhead.Fabric.Placement;
using Pierhead.Model.Fabric;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>Makes the forwarding table of what is known.</summary>
internal static class Placing
{
    /// <summary>The table, and the node of each device of the tree.</summary>
    public static (ForwardingTable Table, IReadOnlyDictionary<DeviceId, string> Pinned) Table(BalanceState state)
    {
        var tree = state.Tree;
        var known = tree.Devices.ToDictionary(device => device.Id);
        var holders = Holders(state);
        var held = new Dictionary<DeviceId, string>();
        foreach (var (session, node) in holders)
        {
            // The first address decides for a device that two nodes hold, the same one everywhere; a move by hand is above both.
            if (known.ContainsKey(session.Device))
            {
                held.TryAdd(session.Device, node);
            }
        }

        foreach (var (device, move) in state.Moves)
        {
            if (state.Nodes.ContainsKey(move.Node))
            {
                held[device] = move.Node;
            }
        }

        var weights = state.Nodes.Values.Select(node => (node.Machine.Name, node.NewWeight)).ToImmutableArray();
        var pinned = Pin(state, held);
        var pins = ImmutableSortedDictionary.CreateBuilder<Ip, MacAddress>();

        // Unknown sources that hold a session stay with it, on every balancer, though none of them may have seen it begin.
        foreach (var (session, node) in holders)
        {
            var at = state.Moves.TryGetValue(session.Device, out var move) && state.Nodes.ContainsKey(move.Node) ? move.Node : node;
            pins[session.Address] = state.Nodes[at].Machine.Mac;
        }

        foreach (var device in tree.Devices)
        {
            if (pinned.TryGetValue(device.Id, out var node))
            {
                foreach (var source in device.Sources)
                {
                    pins[source] = state.Nodes[node].Machine.Mac;
                }
            }
        }

        var table = new ForwardingTable(TableFrame.Of(tree.Plan, tree.Self), pins.ToImmutable(), Places(state, weights), Held(state, known, holders));
        return (table, pinned);
    }

    public static bool AreSame(ForwardingTable one, ForwardingTable other) =>
        one.Frame == other.Frame && one.Places.AsSpan().SequenceEqual(other.Places.AsSpan())
        && one.Pins.Count == other.Pins.Count && one.Pins.SequenceEqual(other.Pins) && one.Held.SetEquals(other.Held);

    /// <summary>The node of each device of the tree; nothing for one that no node may take.</summary>
    private static Dictionary<DeviceId, string> Pin(BalanceState state, IReadOnlyDictionary<DeviceId, string> held)
    {
        var nodes = state.Nodes.Values.Select(node => new NodeShare(node.Machine.Name, node.Machine.Weight, node.Machine.Med, IsDrained: node.NewWeight == 0)).ToImmutableArray();
        var devices = state.Tree.Devices.Select(device => new PinDevice(device.Id)).ToImmutableArray();
        var places = PinPlan.Place(devices, nodes, held);
        var pinned = new Dictionary<DeviceId, string>(devices.Length);
        for (var index = 0; index < devices.Length; index++)
        {
            if (places[index] >= 0)
            {
                pinned[devices[index].Id] = nodes[places[index]].Name;
            }
        }

        return pinned;
    }

    /// <summary>
    /// Who holds each session: of two nodes one that answers before one that is silent for the moment, then the one that has it since later, then the first
    /// by name.
    /// </summary>
    private static SortedDictionary<SessionKey, string> Holders(BalanceState state)
    {
        var holders = new SortedDictionary<SessionKey, string>();
        var since = new Dictionary<SessionKey, (NodeJudgement Judgement, DateTimeOffset Since)>();
        foreach (var node in state.Nodes.Values.Where(node => node.Holds).OrderBy(node => node.Judgement))
        {
            foreach (var hold in node.Report!.Holds)
            {
                if (!since.TryGetValue(hold.Session, out var best) || (best.Judgement == node.Judgement && best.Since < hold.Since))
                {
                    holders[hold.Session] = node.Machine.Name;
                    since[hold.Session] = (node.Judgement, hold.Since);
                }
            }
        }

        return holders;
    }

    private static ImmutableArray<MacAddress> Places(BalanceState state, ImmutableArray<(string Name, int Weight)> weights)
    {
        if (weights.All(node => node.Weight == 0))
        {
            return [];
        }

        var macs = weights.Select(node => state.Nodes[node.Name].Machine.Mac).ToArray();
        return [.. Maglev.Fill(weights, ForwardingTable.PlaceCount).Select(index => macs[index])];
    }

    private static ImmutableSortedSet<Ip> Held(
        BalanceState state, Dictionary<DeviceId, BalancedDevice> known, SortedDictionary<SessionKey, string> holders) =>
        state.HeldDevices.IsEmpty ? [] :
        [
            .. state.HeldDevices.SelectMany(device => known.TryGetValue(device, out var one) ? one.Sources : []),
            .. holders.Keys.Where(session => state.HeldDevices.Contains(session.Device)).Select(session => session.Address),
        ];
}
