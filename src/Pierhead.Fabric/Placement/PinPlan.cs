using System.Collections.Immutable;
using System.Numerics;
using Pierhead.Model.Fabric;
using Pierhead.Model.Ids;

namespace Pierhead.Fabric.Placement;

/// <summary>
/// <see cref="FabricMode.DirectReturn"/>: a node for each known device. Consistent hashing with bounded loads, where the unit is the device and
/// the bound is each node's exact share: each device has an order of preference over the nodes (weighted rendezvous hashing) and
/// goes to the first one that has room.
/// </summary>
/// <remarks>
/// <para>A pure function of its input, in whatever order that comes: every balancer that knows the same makes the same plan.</para>
/// <para>With costs of 1 each node gets its share, rounded up or down. With costs that differ, heavy devices choose first; a share is then
/// met but for a part of the lightest devices' cost. A device that is more than a share has a node almost for itself.</para>
/// <para>Without <c>held</c> a node that comes or goes moves its share and the devices that no longer find room where they were: about 1 % of
/// 4,000 devices on 16 nodes. With it nothing moves but what a lost node held.</para>
/// </remarks>
public static class PinPlan
{
    /// <summary>Places devices.</summary>
    /// <param name="devices">Each id once.</param>
    /// <param name="nodes">Each name once. A drained node, or one without weight, gets no device that it does not hold.</param>
    /// <param name="held">Which node has the device's sessions now. It wins over everything, as long as that node is in the list, drained or not.</param>
    /// <returns>For each device an index into <paramref name="nodes"/>; -1 when it is held nowhere and no node gets new sessions.</returns>
    /// <exception cref="ArgumentException">A device or a node is there twice, or a cost is less than 1.</exception>
    public static int[] Place(
        ImmutableArray<PinDevice> devices, ImmutableArray<NodeShare> nodes, IReadOnlyDictionary<DeviceId, string>? held = null)
    {
        var pins = new int[devices.Length];
        var loads = new long[nodes.Length];
        var waiting = Hold(devices, nodes, held, pins, loads);
        var takers = NodeShare.Takers(nodes);
        if (takers.Length == 0)
        {
            return pins;
        }

        var left = waiting.Sum(turn => devices[turn.Device].Cost);
        var room = PinRoom.Share(nodes, takers, loads, left);
        var keys = takers.Select(node => NameHash.Of(nodes[node].Name, 3)).ToArray();
        foreach (var turn in waiting)
        {
            var cost = devices[turn.Device].Cost;
            var choice = Choose(turn.Hash, cost, nodes, takers, keys, room);
            var fits = choice >= 0;
            choice = fits ? choice : PinRoom.Roomiest(nodes, takers, room);
            room[choice] -= cost;
            loads[takers[choice]] += cost;
            left -= cost;
            pins[turn.Device] = takers[choice];

            // One node has more than its share now: the others share what is left.
            room = fits ? room : PinRoom.Share(nodes, takers, loads, left);
        }

        return pins;
    }

    /// <summary>Pins what is held, and gives the others, in the order in which they choose.</summary>
    private static List<Turn> Hold(
        ImmutableArray<PinDevice> devices, ImmutableArray<NodeShare> nodes, IReadOnlyDictionary<DeviceId, string>? held, int[] pins, long[] loads)
    {
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var node = 0; node < nodes.Length; node++)
        {
            if (!byName.TryAdd(nodes[node].Name, node))
            {
                throw new ArgumentException($"The node {nodes[node].Name} is there twice.", nameof(nodes));
            }
        }

        var waiting = new List<Turn>(devices.Length);
        var seen = new HashSet<DeviceId>(devices.Length);
        for (var device = 0; device < devices.Length; device++)
        {
            var (id, cost) = devices[device];
            if (cost < 1 || !seen.Add(id))
            {
                throw new ArgumentException(cost < 1 ? $"The cost of {id} is {cost}; it must be at least 1." : $"The device {id} is there twice.", nameof(devices));
            }

            if (held is not null && held.TryGetValue(id, out var name) && byName.TryGetValue(name, out var holder))
            {
                pins[device] = holder;
                loads[holder] += cost;
                continue;
            }

            pins[device] = -1;

            // By powers of two, so that a table that grows a little changes nobody's turn.
            waiting.Add(new Turn(device, BitOperations.Log2((ulong)cost), NameHash.Mix(NameHash.Of(id.Tenant.Name, 4) ^ NameHash.Of(id.Name, 5)), id));
        }

        waiting.Sort();
        return waiting;
    }

    /// <summary>The taker that a device prefers of those with room for it; -1 where none has.</summary>
    private static int Choose(ulong hash, long cost, ImmutableArray<NodeShare> nodes, int[] takers, ulong[] keys, long[] room)
    {
        var best = -1;
        var shortest = double.PositiveInfinity;
        for (var taker = 0; taker < takers.Length; taker++)
        {
            if (room[taker] >= cost && Rendezvous.Wait(hash ^ keys[taker], nodes[takers[taker]].NewWeight) is var wait && wait < shortest)
            {
                (best, shortest) = (taker, wait);
            }
        }

        return best;
    }

    /// <summary>A device that waits to be placed: heavy ones first, then by hash.</summary>
    private readonly record struct Turn(int Device, int Class, ulong Hash, DeviceId Id) : IComparable<Turn>
    {
        public int CompareTo(Turn other)
        {
            var byClass = other.Class.CompareTo(Class);
            var byHash = byClass != 0 ? byClass : Hash.CompareTo(other.Hash);
            return byHash != 0 ? byHash : Id.CompareTo(other.Id);
        }
    }
}
