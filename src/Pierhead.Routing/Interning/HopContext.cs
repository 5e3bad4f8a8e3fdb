using System.Buffers.Binary;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Update;

namespace Pierhead.Routing.Interning;

/// <summary>
/// What differs from router to router of the same route, factored out of the shared set: next hop, ORIGINATOR_ID, CLUSTER_LIST and
/// labels, as octets that are interned together.
/// <code>
/// [ next hop length (1) | has (1): 1 originator, 2 cluster list, 4 labels | octets of labels (0 or 1) | labels ...
///   | next hop | originator (0 or 4) | cluster list ... ]
/// </code>
/// </summary>
internal readonly ref struct HopContext
{
    private const byte HasOriginator = 1;
    private const byte HasClusters = 2;
    private const byte HasLabels = 4;
    private const int Head = 2;
    private const int LongestStack = byte.MaxValue / 8 / 3 * 3;

    public HopContext(ReadOnlySpan<byte> octets)
    {
        var has = octets[1];
        var rest = octets[Head..];
        if ((has & HasLabels) != 0)
        {
            Labels = rest.Slice(1, rest[0]);
            rest = rest[(1 + rest[0])..];
        }

        NextHop = rest[..octets[0]];
        rest = rest[octets[0]..];
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

    /// <summary>The label stack, three octets each, top first.</summary>
    public ReadOnlySpan<byte> Labels { get; }

    /// <summary>Whether octets from elsewhere are a context.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < Head || octets[0] is not (0 or 4 or 16 or 32) || octets[1] > (HasOriginator | HasClusters | HasLabels))
        {
            return false;
        }

        var least = Head + octets[0] + ((octets[1] & HasOriginator) != 0 ? 4 : 0);
        if ((octets[1] & HasLabels) != 0)
        {
            least += 1 + (octets.Length > Head ? octets[Head] : 0);
            if (octets.Length <= Head || octets[Head] % 3 != 0)
            {
                return false;
            }
        }

        return (octets[1] & HasClusters) != 0 ? octets.Length >= least && (octets.Length - least) % 4 == 0 : octets.Length == least;
    }

    /// <summary>Octets that suffice for <see cref="WithLabels"/>.</summary>
    public static int BoundWithLabels(ReadOnlySpan<byte> context) => context.Length + 1 + LongestStack;

    /// <summary>Writes a context that has no labels again, with a label stack of one NLRI, and returns how many octets.</summary>
    public static int WithLabels(ReadOnlySpan<byte> context, ReadOnlySpan<byte> labels, Span<byte> destination)
    {
        destination[0] = context[0];
        destination[1] = (byte)(context[1] | HasLabels);
        destination[Head] = (byte)labels.Length;
        labels.CopyTo(destination[(Head + 1)..]);
        context[Head..].CopyTo(destination[(Head + 1 + labels.Length)..]);
        return context.Length + 1 + labels.Length;
    }

    /// <summary>Octets that suffice for <see cref="Write"/>.</summary>
    public static int Bound(in UpdateMessage update) => Head + 40 + 4 + update.Value(AttributeType.ClusterList).Length;

    public static int Write(in UpdateMessage update, ReadOnlySpan<byte> nextHop, Span<byte> destination)
    {
        var originator = update.Value(AttributeType.OriginatorId);
        var clusters = update.Value(AttributeType.ClusterList);
        var hop = NextHopField.Write(nextHop, destination[Head..]);
        destination[0] = (byte)hop;
        destination[1] = (byte)((originator.Length != 0 ? HasOriginator : 0) | (update.Index.Has(AttributeType.ClusterList) ? HasClusters : 0));
        var length = Head + hop;
        originator.CopyTo(destination[length..]);
        length += originator.Length;
        clusters.CopyTo(destination[length..]);
        return length + clusters.Length;
    }
}
