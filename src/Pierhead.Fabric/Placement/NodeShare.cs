using System.Collections.Immutable;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Placement;

/// <summary>What placement knows of a landing node.</summary>
/// <param name="Name">Its identity: placement depends on names, never on the order in which nodes are written.</param>
/// <param name="Weight">Its share of the sessions against others.</param>
/// <param name="Med">MULTI_EXIT_DISC; matters where one node takes everything.</param>
/// <param name="IsDrained">Whether it gets no new sessions.</param>
public sealed record NodeShare(string Name, int Weight, uint Med = 0, bool IsDrained = false)
{
    /// <summary>The weight for new sessions.</summary>
    public int NewWeight => IsDrained ? 0 : Weight;

    /// <summary>The nodes of a plan, in its order.</summary>
    public static ImmutableArray<NodeShare> Of(FabricPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Nodes.Select(node => new NodeShare(node.Name, node.Weight, node.Med, node.IsDrained))];
    }

    /// <summary>Names and weights for new sessions, as <see cref="Maglev.Fill"/> takes them.</summary>
    internal static ImmutableArray<(string Name, int Weight)> Weights(ImmutableArray<NodeShare> nodes) =>
        [.. nodes.Select(node => (node.Name, node.NewWeight))];

    /// <summary>Indices of the nodes by name: short ones first, so that land-10 follows land-9.</summary>
    internal static IEnumerable<int> ByName(ImmutableArray<NodeShare> nodes) =>
        Enumerable.Range(0, nodes.Length).OrderBy(node => nodes[node].Name.Length).ThenBy(node => nodes[node].Name, StringComparer.Ordinal);

    /// <summary>Indices of the nodes that get new sessions, by name.</summary>
    internal static int[] Takers(ImmutableArray<NodeShare> nodes) => [.. ByName(nodes).Where(node => nodes[node].NewWeight > 0)];
}
