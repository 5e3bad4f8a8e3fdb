using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>One path attribute as octets: type code, flags as they came, value (RFC 4271 section 4.3).</summary>
/// <param name="type">Its type code.</param>
/// <param name="flags">Its flags as they came.</param>
/// <param name="value">Its value.</param>
public readonly ref struct RawAttribute(byte type, byte flags, ReadOnlySpan<byte> value)
{
    public byte Type { get; } = type;

    public byte Flags { get; } = flags;

    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>
    /// The flags of the canonical form, but for the Extended Length bit: of an attribute of the table those of its definition,
    /// with the Partial bit where it is optional and transitive (on others it means nothing, RFC 4271 section 4.3); of an
    /// unknown one those that came.
    /// </summary>
    public byte CanonicalFlags
    {
        get
        {
            ref readonly var row = ref AttributeTable.Row(Type);
            if (!row.IsKnown)
            {
                return (byte)(Flags & ~AttributeFlags.ExtendedLength);
            }

            return row.Flags == AttributeFlags.OptionalTransitive ? (byte)(row.Flags | (Flags & AttributeFlags.Partial)) : row.Flags;
        }
    }

    /// <summary>Reads the attribute at the start of a block of attributes; false where it does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> attributes, out RawAttribute attribute, out int octets)
    {
        attribute = default;
        octets = 0;
        var isExtended = attributes.Length > 0 && (attributes[0] & AttributeFlags.ExtendedLength) != 0;
        var head = isExtended ? 4 : 3;
        if (attributes.Length < head)
        {
            return false;
        }

        int length = isExtended ? BinaryPrimitives.ReadUInt16BigEndian(attributes[2..]) : attributes[2];
        if (length > attributes.Length - head)
        {
            return false;
        }

        attribute = new RawAttribute(attributes[1], attributes[0], attributes.Slice(head, length));
        octets = head + length;
        return true;
    }

    /// <summary>Writes an attribute, with the Extended Length bit exactly where the value is longer than 255 octets.</summary>
    public static int Write(Span<byte> destination, byte type, byte flags, ReadOnlySpan<byte> value)
    {
        var head = WriteHead(destination, type, flags, value.Length);
        value.CopyTo(destination[head..]);
        return head + value.Length;
    }

    /// <summary>Writes all of an attribute but its value, and returns how many octets.</summary>
    public static int WriteHead(Span<byte> destination, byte type, byte flags, int length)
    {
        destination[1] = type;
        if (length <= byte.MaxValue)
        {
            destination[0] = (byte)(flags & ~AttributeFlags.ExtendedLength);
            destination[2] = (byte)length;
            return 3;
        }

        destination[0] = (byte)(flags | AttributeFlags.ExtendedLength);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], checked((ushort)length));
        return 4;
    }
}
