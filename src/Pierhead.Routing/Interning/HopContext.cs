using System.Buffers.Binary;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Update;

namespace Pierhead.Routing.Interning;

/// <summary>
/// What differs from router to router of the same route, factored out of the shared set: next hop, ORIGINATOR_ID and CLUSTER_LIST,
/// as octets that are interned together.
/// <code>
/// [ next hop length (1) | has (1): 1 originator, 2 cluster list | next hop | originator (0 or 4) | cluster list ... ]
/// </code>
/// </summary>
internal readonly ref struct HopContext
{
    private const byte HasOriginator = 1;
    private const byte HasClusters = 2;
    private const int Head = 2;

    public HopContext(ReadOnlySpan<byte> octets)
    {
        var has = octets[1];
        NextHop = octets.Slice(Head, octets[0]);
        var rest = octets[(Head + octets[0])..];
        if ((has & HasOriginator) != 0)
        {
            Originator = BinaryPrimitives.ReadUInt32BigEndian(rest);
            rest = rest[4..];
        }

        HasClusterList = (has & HasClusters) != 0;
        ClusterList = rest;
    }

    /// <summary>4, 16 or 32 octets, or none.</summary>
    public ReadOnlySpan<byte> NextHop { get; }

    public uint? Originator { get; }

    public bool HasClusterList { get; }

    public ReadOnlySpan<byte> ClusterList { get; }

    /// <summary>Octets that suffice for <see cref="Write"/>.</summary>
    public static int Bound(in UpdateMessage update) => Head + 32 + 4 + update.Value(AttributeType.ClusterList).Length;

    public static int Write(in UpdateMessage update, ReadOnlySpan<byte> nextHop, Span<byte> destination)
    {
        var originator = update.Value(AttributeType.OriginatorId);
        var clusters = update.Value(AttributeType.ClusterList);
        destination[0] = (byte)nextHop.Length;
        destination[1] = (byte)((originator.Length != 0 ? HasOriginator : 0) | (update.Index.Has(AttributeType.ClusterList) ? HasClusters : 0));
        nextHop.CopyTo(destination[Head..]);
        var length = Head + nextHop.Length;
        originator.CopyTo(destination[length..]);
        length += originator.Length;
        clusters.CopyTo(destination[length..]);
        return length + clusters.Length;
    }
}
