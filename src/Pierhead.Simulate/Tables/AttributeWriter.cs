using System.Buffers.Binary;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// Appends path attributes (RFC 4271 section 4.3) to a span. The caller appends them by ascending type code (RFC 4271 section 5).
/// A span that is too short is a bug of the caller.
/// </summary>
internal ref struct AttributeWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Octets written so far.</summary>
    public int Length { get; private set; }

    public void Octet(byte type, byte flags, byte value) => Open(type, flags, 1)[0] = value;

    public void Number(byte type, byte flags, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Open(type, flags, 4), value);

    public void Empty(byte type, byte flags) => Open(type, flags, 0);

    /// <summary>An attribute whose value is 32-bit numbers: communities of every kind, CLUSTER_LIST, AGGREGATOR of a four-octet speaker.</summary>
    public void Numbers(byte type, byte flags, scoped ReadOnlySpan<uint> values)
    {
        var value = Open(type, flags, values.Length * 4);
        WriteNumbers(value, values);
    }

    /// <summary>AS_PATH of four-octet numbers: one AS_SEQUENCE, and one AS_SET after it unless that is empty.</summary>
    public void AsPath(scoped ReadOnlySpan<uint> sequence, scoped ReadOnlySpan<uint> set)
    {
        var length = SegmentLength(sequence) + SegmentLength(set);
        var value = Open(AttributeType.AsPath, AttributeFlags.WellKnown, length);
        WriteSegment(value, segmentType: 2, sequence);
        WriteSegment(value[SegmentLength(sequence)..], segmentType: 1, set);
    }

    /// <summary>Copies attributes that are written already.</summary>
    public void Copy(scoped ReadOnlySpan<byte> attributes)
    {
        attributes.CopyTo(_destination[Length..]);
        Length += attributes.Length;
    }

    /// <summary>Begins an attribute and returns the room for its value.</summary>
    public Span<byte> Open(byte type, byte flags, int valueLength)
    {
        var at = _destination[Length..];
        at[1] = type;
        var head = 3;
        if (valueLength > byte.MaxValue)
        {
            at[0] = (byte)(flags | AttributeFlags.ExtendedLength);
            BinaryPrimitives.WriteUInt16BigEndian(at[2..], (ushort)valueLength);
            head = 4;
        }
        else
        {
            at[0] = flags;
            at[2] = (byte)valueLength;
        }

        Length += head + valueLength;
        return at.Slice(head, valueLength);
    }

    private static int SegmentLength(ReadOnlySpan<uint> numbers) => numbers.IsEmpty ? 0 : 2 + (numbers.Length * 4);

    private static void WriteSegment(Span<byte> destination, byte segmentType, ReadOnlySpan<uint> numbers)
    {
        if (numbers.IsEmpty)
        {
            return;
        }

        destination[0] = segmentType;
        destination[1] = (byte)numbers.Length;
        WriteNumbers(destination[2..], numbers);
    }

    private static void WriteNumbers(Span<byte> destination, ReadOnlySpan<uint> numbers)
    {
        for (var index = 0; index < numbers.Length; index++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[(index * 4)..], numbers[index]);
        }
    }
}
