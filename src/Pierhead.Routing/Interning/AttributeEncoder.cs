using System.Buffers.Binary;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Routing.Interning;

/// <summary>
/// Puts a route's attributes together again, in canonical form: sorted by type code, NEXT_HOP where it is IPv4, without the
/// attributes that carry NLRI.
/// </summary>
internal static class AttributeEncoder
{
    /// <param name="isLongLived">Whether the route is kept by long-lived graceful restart: it gets LLGR_STALE (RFC 9494 section 4.2).</param>
    public static byte[] Encode(SharedTables shared, Family family, HeldEntry entry, bool isLongLived)
    {
        var set = shared.Sets[entry.Set];
        var context = new HopContext(shared.Contexts[entry.Context]);
        var path = set.Path == 0 ? default : shared.Paths[set.Path];
        var communities = set.Communities == 0 ? default : shared.Communities[set.Communities];
        if (isLongLived && !Community.Contains(communities, Community.LlgrStale))
        {
            communities = WithLlgrStale(communities);
        }

        var others = set.Others == 0 ? default : shared.Others[set.Others];
        var octets = new byte[path.Length + communities.Length + others.Length + context.ClusterList.Length + 64];
        var writer = new AttributeWriter(octets, others);
        WriteScalars(ref writer, shared, set, path, context, family);
        if (set.Communities != 0 || isLongLived)
        {
            writer.Write(AttributeType.Communities, communities);
        }

        if (context.Originator is { } originator)
        {
            writer.Write(AttributeType.OriginatorId, originator);
        }

        if (context.HasClusterList)
        {
            writer.Write(AttributeType.ClusterList, context.ClusterList);
        }

        writer.WriteOthersTo(byte.MaxValue);
        return octets[..writer.Length];
    }

    private static byte[] WithLlgrStale(ReadOnlySpan<byte> communities)
    {
        var marked = new byte[communities.Length + 4];
        communities.CopyTo(marked);
        BinaryPrimitives.WriteUInt32BigEndian(marked.AsSpan(communities.Length), Community.LlgrStale.Value);
        return marked;
    }

    private static void WriteScalars(
        ref AttributeWriter writer, SharedTables shared, AttributeSet set, ReadOnlySpan<byte> path, scoped HopContext context, Family family)
    {
        var scalars = new Scalars(shared.Scalars[set.Scalars]);
        if (scalars.Origin is { } origin)
        {
            writer.Write(AttributeType.Origin, [origin]);
        }

        if (set.Path != 0)
        {
            writer.Write(AttributeType.AsPath, path);
        }

        if (family == Family.IPv4 && context.NextHop.Length == 4)
        {
            writer.Write(AttributeType.NextHop, context.NextHop);
        }

        if (scalars.Med is { } med)
        {
            writer.Write(AttributeType.MultiExitDisc, med);
        }

        if (scalars.LocalPref is { } localPref)
        {
            writer.Write(AttributeType.LocalPref, localPref);
        }
    }
}
