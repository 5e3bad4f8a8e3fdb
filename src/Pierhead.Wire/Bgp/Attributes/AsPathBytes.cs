using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// AS_PATH and AS4_PATH as octets: checking, counting, and the one form that is kept, of four-octet numbers (RFC 6793).
/// <code>
/// segment: type (1 octet)  count (1 octet)  count AS numbers of 2 or 4 octets
/// </code>
/// </summary>
public static class AsPathBytes
{
    /// <summary>
    /// Whether the value is whole segments of known types (RFC 4271 section 4.3, RFC 5065), none empty (RFC 7606 section 7.2).
    /// AS 0 is let through: routers of today hold such routes, and this is a record of what they hold; RFC 7607 keeps them from
    /// being propagated, which Pierhead does with none.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> value, bool fourOctetAsn)
    {
        var at = 0;
        while (at < value.Length)
        {
            if (value.Length - at < 2)
            {
                return false;
            }

            int count = value[at + 1];
            var octets = fourOctetAsn ? count * 4 : count * 2;
            if (value[at] is 0 or > (byte)SegmentType.ConfedSet || count == 0 || octets > value.Length - at - 2)
            {
                return false;
            }

            at += 2 + octets;
        }

        return true;
    }

    /// <summary>
    /// The path's length as RFC 6793 section 4.2.3 counts it: a set counts one, segments of a confederation count nothing.
    /// </summary>
    public static int Count(ReadOnlySpan<byte> value, bool fourOctetAsn)
    {
        var total = 0;
        for (var at = 0; at < value.Length; at += SegmentLength(value[at..], fourOctetAsn))
        {
            total += (SegmentType)value[at] switch
            {
                SegmentType.Sequence => value[at + 1],
                SegmentType.Set => 1,
                _ => 0,
            };
        }

        return total;
    }

    /// <summary>Writes a valid path of two-octet numbers with four-octet ones, and returns how many octets.</summary>
    public static int Widen(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        var length = 0;
        for (var at = 0; at < value.Length; at += SegmentLength(value[at..], fourOctetAsn: false))
        {
            length += WidenSegment(value[at..], value[at + 1], destination[length..]);
        }

        return length;
    }

    /// <summary>
    /// Joins the AS_PATH of a two-octet speaker with its AS4_PATH (RFC 6793 section 4.2.3), and returns how many octets: the
    /// part of AS_PATH by which it is longer, then AS4_PATH. An AS4_PATH that is longer than AS_PATH is ignored.
    /// </summary>
    public static int Merge(ReadOnlySpan<byte> asPath, ReadOnlySpan<byte> as4Path, Span<byte> destination)
    {
        var four = Count(as4Path, fourOctetAsn: true);
        var keep = Count(asPath, fourOctetAsn: false) - four;
        if (keep < 0 || four == 0)
        {
            return Widen(asPath, destination);
        }

        var length = WriteLeading(asPath, keep, destination, out var last);
        for (var at = 0; at < as4Path.Length; at += SegmentLength(as4Path[at..], fourOctetAsn: true))
        {
            var segment = as4Path.Slice(at, SegmentLength(as4Path[at..], fourOctetAsn: true));
            if ((SegmentType)segment[0] is not (SegmentType.Sequence or SegmentType.Set))
            {
                // RFC 6793 section 6: segments of a confederation have no place in AS4_PATH and are dropped from it.
                continue;
            }

            if (last >= 0 && segment[0] == (byte)SegmentType.Sequence && destination[last] == segment[0]
                && destination[last + 1] + segment[1] <= byte.MaxValue)
            {
                destination[last + 1] += segment[1];
                segment[2..].CopyTo(destination[length..]);
                length += segment.Length - 2;
            }
            else
            {
                segment.CopyTo(destination[length..]);
                length += segment.Length;
            }

            // Only the seam is joined: two segments that came apart stay apart.
            last = -1;
        }

        return length;
    }

    internal static int SegmentLength(ReadOnlySpan<byte> segment, bool fourOctetAsn) =>
        2 + segment[1] * (fourOctetAsn ? 4 : 2);

    private static int WriteLeading(ReadOnlySpan<byte> asPath, int keep, Span<byte> destination, out int last)
    {
        var length = 0;
        last = -1;
        for (var at = 0; at < asPath.Length; at += SegmentLength(asPath[at..], fourOctetAsn: false))
        {
            // A confederation's segment goes along where it leads, or where the segment before it went along whole.
            var (take, counts) = (SegmentType)asPath[at] switch
            {
                SegmentType.Sequence => (Math.Min(keep, asPath[at + 1]), Math.Min(keep, asPath[at + 1])),
                SegmentType.Set => (keep > 0 ? asPath[at + 1] : 0, Math.Min(keep, 1)),
                _ => (asPath[at + 1], 0),
            };
            if (take == 0)
            {
                break;
            }

            last = length;
            length += WidenSegment(asPath[at..], take, destination[length..]);
            keep -= counts;
            if (take < asPath[at + 1])
            {
                break;
            }
        }

        return length;
    }

    private static int WidenSegment(ReadOnlySpan<byte> segment, int count, Span<byte> destination)
    {
        destination[0] = segment[0];
        destination[1] = (byte)count;
        for (var index = 0; index < count; index++)
        {
            var asn = BinaryPrimitives.ReadUInt16BigEndian(segment[(2 + index * 2)..]);
            BinaryPrimitives.WriteUInt32BigEndian(destination[(2 + index * 4)..], asn);
        }

        return 2 + count * 4;
    }
}
