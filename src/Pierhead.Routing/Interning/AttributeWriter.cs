using System.Buffers.Binary;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Routing.Interning;

/// <summary>Writes attributes in ascending order of their type codes, with the others, which are sorted already, fitted in between.</summary>
internal ref struct AttributeWriter
{
    private readonly Span<byte> _destination;
    private ReadOnlySpan<byte> _others;

    public AttributeWriter(Span<byte> destination, ReadOnlySpan<byte> others)
    {
        _destination = destination;
        _others = others;
    }

    public int Length { get; private set; }

    public void Write(byte type, uint value)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        Write(type, octets);
    }

    public void Write(byte type, scoped ReadOnlySpan<byte> value)
    {
        WriteOthersTo(type);
        Length += RawAttribute.Write(_destination[Length..], type, AttributeTable.Row(type).Flags, value);
    }

    /// <summary>Writes the others up to a type code.</summary>
    public void WriteOthersTo(byte type)
    {
        while (RawAttribute.TryRead(_others, out var attribute, out var octets) && attribute.Type <= type)
        {
            _others[..octets].CopyTo(_destination[Length..]);
            Length += octets;
            _others = _others[octets..];
        }
    }
}
