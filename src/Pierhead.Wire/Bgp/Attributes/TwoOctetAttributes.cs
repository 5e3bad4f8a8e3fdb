using System.Buffers.Binary;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// Attributes as they are sent to a speaker that knows two-octet AS numbers only (RFC 6793 section 4.2.2): AS_TRANS where a
/// number does not fit, and then AS4_PATH and AS4_AGGREGATOR behind.
/// </summary>
public static class TwoOctetAttributes
{
    /// <summary>Writes canonical attributes in two-octet form.</summary>
    public static byte[] Of(ReadOnlySpan<byte> canonical)
    {
        // At most the whole of AS_PATH and AGGREGATOR twice.
        var destination = new byte[(2 * canonical.Length) + 8];
        var length = 0;
        var asPath = default(ReadOnlySpan<byte>);
        var aggregator = default(ReadOnlySpan<byte>);
        while (RawAttribute.TryRead(canonical, out var attribute, out var octets))
        {
            canonical = canonical[octets..];
            var value = attribute.Value;
            if (attribute.Type == AttributeType.AsPath)
            {
                asPath = value;
                value = NarrowPath(value);
            }
            else if (attribute.Type == AttributeType.Aggregator)
            {
                aggregator = value;
                value = NarrowAggregator(value);
            }

            length += RawAttribute.Write(destination.AsSpan(length), attribute.Type, attribute.Flags, value);
        }

        var as4Path = As4Path(asPath);
        if (as4Path.Length != 0)
        {
            length += RawAttribute.Write(destination.AsSpan(length), AttributeType.As4Path, AttributeFlags.OptionalTransitive, as4Path);
        }

        if (!aggregator.IsEmpty && BinaryPrimitives.ReadUInt32BigEndian(aggregator) > ushort.MaxValue)
        {
            length += RawAttribute.Write(
                destination.AsSpan(length), AttributeType.As4Aggregator, AttributeFlags.OptionalTransitive, aggregator);
        }

        return destination[..length];
    }

    private static byte[] NarrowPath(ReadOnlySpan<byte> path)
    {
        var narrow = new List<byte>(path.Length);
        while (!path.IsEmpty)
        {
            var octets = AsPathBytes.SegmentLength(path, fourOctetAsn: true);
            narrow.AddRange(path[..2]);
            for (var at = 2; at < octets; at += 4)
            {
                var asn = Narrow(path[at..]);
                narrow.Add((byte)(asn >> 8));
                narrow.Add((byte)asn);
            }

            path = path[octets..];
        }

        return [.. narrow];
    }

    /// <summary>AS_PATH without the segments of a confederation, where a number in what is left needs four octets; else nothing.</summary>
    private static byte[] As4Path(ReadOnlySpan<byte> path)
    {
        var kept = new List<byte>(path.Length);
        var isNeeded = false;
        while (!path.IsEmpty)
        {
            var octets = AsPathBytes.SegmentLength(path, fourOctetAsn: true);
            if ((SegmentType)path[0] is SegmentType.Sequence or SegmentType.Set)
            {
                kept.AddRange(path[..octets]);
                for (var at = 2; at < octets; at += 4)
                {
                    isNeeded |= BinaryPrimitives.ReadUInt32BigEndian(path[at..]) > ushort.MaxValue;
                }
            }

            path = path[octets..];
        }

        return isNeeded ? [.. kept] : [];
    }

    private static byte[] NarrowAggregator(ReadOnlySpan<byte> aggregator)
    {
        var asn = Narrow(aggregator);
        return [(byte)(asn >> 8), (byte)asn, .. aggregator[4..]];
    }

    private static ushort Narrow(ReadOnlySpan<byte> octets)
    {
        var asn = new Asn(BinaryPrimitives.ReadUInt32BigEndian(octets));
        return (ushort)(asn.FitsTwoOctets ? asn : Asn.Trans).Value;
    }
}
