using System.Buffers.Binary;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Simulate.Prepared;

/// <summary>Turns a table's attribute set into the attributes that a kind of session carries, with room for the router's own addresses.</summary>
internal static class SessionAttributes
{
    private const byte SequenceSegment = 2;

    /// <summary>Writes a set's attributes; offsets count from the start of <paramref name="destination"/>, 0 where there is no such field.</summary>
    public static int Write(
        ReadOnlySpan<byte> set, SessionKind kind, bool withNextHop, Span<byte> destination, out int nextHopAt, out int reflectionAt)
    {
        var writer = new AttributeWriter(destination);
        nextHopAt = 0;
        reflectionAt = 0;
        var reflected = !kind.Reflected || !kind.IsInternal;
        for (var rest = set; !rest.IsEmpty;)
        {
            var attribute = Next(ref rest, out var type, out var value);
            if (type > AttributeType.ClusterList && !reflected)
            {
                reflectionAt = WriteReflection(ref writer);
                reflected = true;
            }

            if (type == AttributeType.AsPath && kind.Prepend is { } asn)
            {
                WritePrepended(ref writer, value, asn.Value);
            }
            else if (type != AttributeType.LocalPref || kind.IsInternal)
            {
                writer.Copy(attribute);
            }

            if (type == AttributeType.AsPath && withNextHop)
            {
                _ = writer.Open(AttributeType.NextHop, AttributeFlags.WellKnown, 4);
                nextHopAt = writer.Length - 4;
            }
        }

        if (!reflected)
        {
            reflectionAt = WriteReflection(ref writer);
        }

        return writer.Length;
    }

    /// <summary>
    /// Copies attributes as a route that changed would carry them: another MULTI_EXIT_DISC, and the nearest AS once more in the path
    /// for odd variations. There are 15 variations of a set, so that long churn does not make new sets without end.
    /// </summary>
    public static int WriteVaried(ReadOnlySpan<byte> attributes, int variation, Span<byte> destination)
    {
        var writer = new AttributeWriter(destination);
        var med = (uint)(variation * 7);
        var medWritten = false;
        for (var rest = attributes; !rest.IsEmpty;)
        {
            var attribute = Next(ref rest, out var type, out var value);
            if (type >= AttributeType.MultiExitDisc && !medWritten)
            {
                writer.Number(AttributeType.MultiExitDisc, AttributeFlags.OptionalNonTransitive, med);
                medWritten = true;
            }

            if (type == AttributeType.AsPath && (variation & 1) != 0 && value.Length >= 6)
            {
                WritePrepended(ref writer, value, BinaryPrimitives.ReadUInt32BigEndian(value[2..]));
            }
            else if (type != AttributeType.MultiExitDisc)
            {
                writer.Copy(attribute);
            }
        }

        return writer.Length;
    }

    /// <summary>Takes the first attribute off the span.</summary>
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest, out byte type, out ReadOnlySpan<byte> value)
    {
        type = rest[1];
        var extended = (rest[0] & AttributeFlags.ExtendedLength) != 0;
        var head = extended ? 4 : 3;
        var length = extended ? (rest[2] << 8) | rest[3] : rest[2];
        var attribute = rest[..(head + length)];
        value = attribute[head..];
        rest = rest[attribute.Length..];
        return attribute;
    }

    private static void WritePrepended(scoped ref AttributeWriter writer, scoped ReadOnlySpan<byte> path, uint asn)
    {
        // RFC 4271 section 5.1.2: into the leading AS_SEQUENCE, or into a new one where that is missing or full.
        var joins = path.Length >= 2 && path[0] == SequenceSegment && path[1] < byte.MaxValue;
        var head = joins ? 4 : 6;
        var value = writer.Open(AttributeType.AsPath, AttributeFlags.WellKnown, path.Length + head);
        value[0] = SequenceSegment;
        value[1] = (byte)(joins ? path[1] + 1 : 1);
        BinaryPrimitives.WriteUInt32BigEndian(value[2..], asn);
        path[(joins ? 2 : 0)..].CopyTo(value[6..]);
    }

    private static int WriteReflection(scoped ref AttributeWriter writer)
    {
        _ = writer.Open(AttributeType.OriginatorId, AttributeFlags.OptionalNonTransitive, 4);
        var at = writer.Length - 4;
        _ = writer.Open(AttributeType.ClusterList, AttributeFlags.OptionalNonTransitive, 4);
        return at;
    }
}
