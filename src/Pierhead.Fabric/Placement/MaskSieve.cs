using System.Collections.Immutable;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Placement;

/// <summary>
/// <see cref="FabricMode.AnnouncedMask"/>: the lowest k bits of the source address are a bucket, and a bucket is one node's. k is the
/// smallest number for which each node that gets new sessions has a bucket.
/// </summary>
/// <remarks>
/// <para>A wildcard mask knows powers of two only. Each node gets one bucket, in the order of names; the rest go round, one by one, to the node that
/// has the most weight for each bucket it would then have. So weights are approximated in steps of a whole bucket, and are not exact even
/// when all are equal: 3 nodes share 4 buckets as 2, 1, 1.</para>
/// <para>Real addresses are structured: gateways end in .1 and .2, one side of a /31 is always odd. Nothing here spreads them.</para>
/// <para>Of nodes with the same claim the one that would have the bucket under a mask one bit shorter gets it (linear hashing, Litwin 1980). So
/// where weights are equal, a node whose name is the last comes or goes without moving what is not its own. Any other one shifts those
/// behind it, and what they had lands elsewhere.</para>
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
        var takers = NodeShare.Takers(nodes);
        var bits = 0;
        while (1 << bits < takers.Length)
        {
            bits++;
        }

        var buckets = new int[1 << bits];
        var dealt = new int[takers.Length];
        for (var bucket = 0; bucket < buckets.Length; bucket++)
        {
            var turn = bucket < takers.Length ? bucket : Neediest(nodes, takers, dealt, bucket - (buckets.Length / 2));
            buckets[bucket] = turn < 0 ? -1 : takers[turn];
            if (turn >= 0)
            {
                dealt[turn]++;
            }
        }

        return new MaskSieve(bits, [.. buckets]);
    }

    /// <summary>The wildcard mask: ones where the address counts, such as 0.0.0.3 or ::3.</summary>
    public Ip Mask(bool isIPv6) => Pattern(Buckets.Length - 1, isIPv6);

    /// <summary>What the masked address is for a bucket.</summary>
    public static Ip Pattern(int bucket, bool isIPv6) => isIPv6 ? Ip.FromV6(0, (uint)bucket) : Ip.FromV4((uint)bucket);

    public int BucketOf(Ip source) => (int)((source.IsIPv6 ? (uint)source.Low : source.V4) & (uint)(Buckets.Length - 1));

    public int NodeOf(Ip source) => Buckets[BucketOf(source)];

    /// <summary>The one with the most weight for each bucket, the next one counted; of equals <paramref name="preferred"/>, else the first.</summary>
    private static int Neediest(ImmutableArray<NodeShare> nodes, int[] takers, int[] dealt, int preferred)
    {
        var best = takers.Length == 0 ? -1 : preferred;
        for (var turn = 0; turn < takers.Length; turn++)
        {
            if ((long)nodes[takers[turn]].NewWeight * (dealt[best] + 1) > (long)nodes[takers[best]].NewWeight * (dealt[turn] + 1))
            {
                best = turn;
            }
        }

        return best;
    }
}
