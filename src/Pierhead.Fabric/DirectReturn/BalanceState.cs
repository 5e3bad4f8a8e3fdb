using System.Collections.Immutable;
using Pierhead.Model.Ids;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>A balancer as a value: everything it knows. Soft: the tree and the reports of the nodes make the same again.</summary>
/// <param name="Nodes">By name.</param>
/// <param name="Table">What the kernel holds; null before the first, and after nft refused one.</param>
/// <param name="IsUp">What was last asked of the announcement; null for nothing yet.</param>
/// <param name="Moves">Devices that were moved by hand, to where and until when.</param>
/// <param name="HeldDevices">Devices whose packets are dropped for the moment.</param>
/// <param name="Pinned">The node of each device of the tree.</param>
public sealed record BalanceState(
    BalanceTree Tree,
    ImmutableSortedDictionary<string, NodeView> Nodes,
    ForwardingTable? Table,
    bool? IsUp,
    ImmutableSortedDictionary<DeviceId, (string Node, DateTimeOffset Until)> Moves,
    ImmutableSortedSet<DeviceId> HeldDevices,
    IReadOnlyDictionary<DeviceId, string> Pinned,
    DateTimeOffset? ChangedAt)
{
    /// <summary>How long a move by hand counts without the node's own word that it holds the device.</summary>
    public static readonly TimeSpan MoveLife = TimeSpan.FromMinutes(1);

    /// <summary>Whether every node was heard or given up on: before, nothing is written and nothing announced.</summary>
    public bool IsReady => Nodes.Values.All(node => node.Judgement != NodeJudgement.Unknown) || Table is not null;

    public static BalanceState Of(BalanceTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return new BalanceState(
            tree,
            tree.Plan.Nodes.ToImmutableSortedDictionary(node => node.Name, NodeView.New, StringComparer.Ordinal),
            Table: null,
            IsUp: null,
            ImmutableSortedDictionary<DeviceId, (string, DateTimeOffset)>.Empty,
            [],
            ImmutableDictionary<DeviceId, string>.Empty,
            ChangedAt: null);
    }
}
