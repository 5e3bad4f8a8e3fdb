using System.Collections.Immutable;
using System.Numerics;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Placement;

/// <summary>
/// <see cref="FabricMode.AnnouncedMask"/>: the lowest k bits of the source address are a bucket, and a bucket is one node's. k is the
/// smallest number for which each node with a weight has a bucket, drained or not.
/// </summary>
/// <remarks>
/// <para>A wildcard mask knows powers of two only. Each node gets one bucket, in the order of names; the rest go round, one by one, to the node that
/// has the most weight for each bucket it would then have. So weights are approximated in steps of a whole bucket, and are not exact even
/// when all are equal: 3 nodes share 4 buckets as 2, 1, 1.</para>
/// <para>Real addresses are structured: gateways end in .1 and .2, one side of a /31 is always odd. Nothing here spreads them.</para>
/// <para>Of nodes with the same claim the one that would have the bucket under a mask one bit shorter gets it (linear hashing, Litwin 1980). So
/// where weights are equal, a node whose name is the last comes or goes without moving what is not its own. Any other one shifts those
/// behind it, and what they had lands elsewhere. A drained node shifts nobody: its buckets are dealt to the others.</para>
/// </remarks>
public sealed class MaskSieve : ISourcePlacement
{
    private MaskSieve(int bits, ImmutableArray<int> buckets) => (Bits, Buckets) = (bits, buckets);

    /// <summary>How many low bits of the address count.</summary>
    public int Bits { get; }

    /// <summary>2^<see cref="Bits"/> indices into the nodes, by bucket; -1 when no node gets new sessions.</summary>
    public ImmutableArray<int> Buckets { get; }

    /// <summary>Deals the buckets.</summary>
    /// <param name="nodes">In any order.</param>
    public static MaskSieve For(ImmutableArray<NodeShare> nodes)
    {
        int[] turns = [.. NodeShare.ByName(nodes).Where(node => nodes[node].Weight > 0)];
        var bits = turns.Length > 1 ? BitOperations.Log2((uint)turns.Length - 1) + 1 : 0;
        var buckets = new int[1 << bits];
        var dealt = new int[nodes.Length];
        for (var bucket = 0; bucket < buckets.Length && turns.Length > 0; bucket++)
        {
            var node = bucket < turns.Length ? turns[bucket] : Neediest(nodes, turns, dealt, turns[bucket - (buckets.Length / 2)]);
            buckets[bucket] = node;
            dealt[node]++;
        }

        Redeal(nodes, buckets, dealt);
        return new MaskSieve(bits, [.. buckets]);
    }

    /// <summary>The wildcard mask: ones where the address counts, such as 0.0.0.3 or ::3.</summary>
    public Ip Mask(bool isIPv6) => Pattern(Buckets.Length - 1, isIPv6);

    /// <summary>What the masked address is for a bucket.</summary>
    public static Ip Pattern(int bucket, bool isIPv6) => isIPv6 ? Ip.FromV6(0, (uint)bucket) : Ip.FromV4((uint)bucket);

    public int BucketOf(Ip source) => (int)((source.IsIPv6 ? (uint)source.Low : source.V4) & (uint)(Buckets.Length - 1));

    public int NodeOf(Ip source) => Buckets[BucketOf(source)];

    /// <summary>Gives the buckets of drained nodes to the others.</summary>
    private static void Redeal(ImmutableArray<NodeShare> nodes, int[] buckets, int[] dealt)
    {
        var takers = NodeShare.Takers(nodes);
        for (var bucket = 0; bucket < buckets.Length; bucket++)
        {
            if (takers.Length == 0)
            {
                buckets[bucket] = -1;
            }
            else if (nodes[buckets[bucket]].IsDrained)
            {
                buckets[bucket] = Neediest(nodes, takers, dealt, takers[0]);
                dealt[buckets[bucket]]++;
            }
        }
    }

    /// <summary>The one with the most weight for each bucket, the next one counted; of equals <paramref name="preferred"/>, else the first.</summary>
    private static int Neediest(ImmutableArray<NodeShare> nodes, int[] among, int[] dealt, int preferred)
    {
        var best = preferred;
        foreach (var node in among)
        {
            if ((long)nodes[node].Weight * (dealt[best] + 1) > (long)nodes[best].Weight * (dealt[node] + 1))
            {
                best = node;
            }
        }

        return best;
    }
}
