using System.Collections.Immutable;

namespace Pierhead.Fabric.Placement;

/// <summary>How much each node may still take, so that held and new devices together follow the weights. Whole numbers, without rounding errors.</summary>
internal static class PinRoom
{
    /// <summary>Shares out <paramref name="cost"/>: as water fills vessels, to one level of load for each unit of weight.</summary>
    /// <param name="takers">Indices of the nodes that get something, by name.</param>
    /// <param name="loads">What each node holds already.</param>
    /// <returns>For each taker its room; the sum is <paramref name="cost"/>.</returns>
    public static long[] Share(ImmutableArray<NodeShare> nodes, int[] takers, long[] loads, long cost)
    {
        var order = Enumerable.Range(0, takers.Length).ToArray();
        Array.Sort(order, (left, right) =>
        {
            var (one, other) = (takers[left], takers[right]);
            var byLevel = ((Int128)loads[one] * nodes[other].NewWeight).CompareTo((Int128)loads[other] * nodes[one].NewWeight);
            return byLevel != 0 ? byLevel : left.CompareTo(right);
        });

        // Those that are above the level already get nothing.
        Int128 water = cost;
        Int128 weights = 0;
        var filled = 0;
        while (filled < order.Length && (filled == 0 || loads[takers[order[filled]]] * weights < water * nodes[takers[order[filled]]].NewWeight))
        {
            water += loads[takers[order[filled]]];
            weights += nodes[takers[order[filled]]].NewWeight;
            filled++;
        }

        var room = new long[takers.Length];
        var rests = new (Int128 Part, int Taker)[filled];
        var over = cost;
        for (var at = 0; at < filled; at++)
        {
            var (level, rest) = Int128.DivRem(water * nodes[takers[order[at]]].NewWeight, weights);
            room[order[at]] = (long)level - loads[takers[order[at]]];
            rests[at] = (rest, order[at]);
            over -= room[order[at]];
        }

        // What rounding left goes to the greatest fractions; of equals the first by name.
        foreach (var (_, taker) in rests.OrderByDescending(rest => rest.Part).ThenBy(rest => rest.Taker).Take((int)over))
        {
            room[taker]++;
        }

        return room;
    }

    /// <summary>The taker with the most room for each unit of weight, which may be less than none; of equals the first by name.</summary>
    public static int Roomiest(ImmutableArray<NodeShare> nodes, int[] takers, long[] room)
    {
        var best = 0;
        for (var taker = 1; taker < takers.Length; taker++)
        {
            if ((Int128)room[taker] * nodes[takers[best]].NewWeight > (Int128)room[best] * nodes[takers[taker]].NewWeight)
            {
                best = taker;
            }
        }

        return best;
    }
}
