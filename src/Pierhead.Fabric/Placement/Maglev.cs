using System.Collections.Immutable;

namespace Pierhead.Fabric.Placement;

/// <summary>
/// A Maglev table (Eisenbud et al., NSDI 2016, section 3.4), weighted: a prime number of places, each one node's. All who know the same
/// nodes make the same table, and a node that comes or goes moves little but its own share.
/// </summary>
public static class Maglev
{
    /// <summary>Places of a table: more than a hundred for each of a few dozen nodes, which keeps shares within a percent.</summary>
    public const int UsualSize = 65537;

    /// <summary>Fills a table.</summary>
    /// <param name="nodes">Names and weights, in any order; a weight of 0 gets no place.</param>
    /// <param name="size">A prime.</param>
    /// <returns>For each place an index into <paramref name="nodes"/>; -1 everywhere when no node has a weight.</returns>
    public static int[] Fill(ImmutableArray<(string Name, int Weight)> nodes, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 3);
        var table = new int[size];
        Array.Fill(table, -1);

        // By name, so that the order in which they are written does not matter.
        var turns = nodes.Select((node, index) => (node.Name, node.Weight, Index: index))
            .Where(node => node.Weight > 0)
            .OrderBy(node => node.Name, StringComparer.Ordinal)
            .Select(node => new Turn(node.Index, node.Weight, NameHash.Of(node.Name, 1) % (ulong)size, (NameHash.Of(node.Name, 2) % (ulong)(size - 1)) + 1))
            .ToArray();
        if (turns.Length == 0)
        {
            return table;
        }

        long greatest = turns.Max(turn => turn.Weight);
        for (var filled = 0; filled < size;)
        {
            for (var index = 0; index < turns.Length && filled < size; index++)
            {
                ref var turn = ref turns[index];
                turn.Credit += turn.Weight;
                if (turn.Credit < greatest)
                {
                    continue;
                }

                turn.Credit -= greatest;
                while (table[turn.At] >= 0)
                {
                    turn.At = (turn.At + turn.Skip) % (ulong)size;
                }

                table[turn.At] = turn.Node;
                filled++;
            }
        }

        return table;
    }

    /// <summary>Where a node looks for its next place.</summary>
    private record struct Turn(int Node, int Weight, ulong At, ulong Skip)
    {
        /// <summary>Weight saved up: the heaviest node takes a place each round, others when they have as much.</summary>
        public long Credit { get; set; }
    }
}
