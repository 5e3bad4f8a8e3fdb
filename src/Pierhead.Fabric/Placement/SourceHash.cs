using System.Collections.Immutable;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Placement;

/// <summary>
/// <see cref="FabricMode.AnnouncedHash"/>: the hash of the source address (<see cref="Jhash"/>) is a bucket, and a Maglev table says whose it
/// is. Also where <see cref="FabricMode.DirectReturn"/> sends routers that nobody knows.
/// </summary>
/// <remarks>
/// <para>A bucket for each node would be simpler (<c>jhash ip saddr mod N</c>), but then half of all routers move when N changes, and
/// weights are out of reach. With a few thousand buckets, weights are honoured within a percent, and a node that comes or goes moves
/// little but its own share.</para>
/// <para>Of the source alone: a router that connects again has another port, and would meet another node, which does not hold its table.</para>
/// </remarks>
public sealed class SourceHash : ISourcePlacement
{
    /// <summary>A prime. About 0.4 % of 16 nodes' shares is lost to whole buckets; the map still loads at once.</summary>
    public const int UsualBuckets = 4093;

    /// <summary>The same on every machine, or two of them would disagree.</summary>
    public const uint UsualSeed = 0x7069_6572;

    private SourceHash(uint seed, ImmutableArray<int> table) => (Seed, Table) = (seed, table);

    public uint Seed { get; }

    /// <summary>Indices into the nodes, by bucket; -1 when no node gets new sessions.</summary>
    public ImmutableArray<int> Table { get; }

    /// <param name="nodes">In any order.</param>
    /// <param name="buckets">A prime.</param>
    public static SourceHash For(ImmutableArray<NodeShare> nodes, int buckets = UsualBuckets, uint seed = UsualSeed) =>
        new(seed, [.. Maglev.Fill(NodeShare.Weights(nodes), buckets)]);

    public int BucketOf(Ip source) => (int)Jhash.Bucket(source, (uint)Table.Length, Seed);

    public int NodeOf(Ip source) => Table[BucketOf(source)];
}
