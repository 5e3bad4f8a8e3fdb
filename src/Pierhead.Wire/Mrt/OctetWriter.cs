using System.Buffers.Binary;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// Puts the fields of a record one behind the other into a buffer that grows with the longest of them and is used again for the
/// next. The counterpart of <see cref="OctetReader"/>. What does not fit its field is a bug of the caller, and an exception.
/// </summary>
internal sealed class OctetWriter
{
    private byte[] _buffer = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>The length of what stands behind a length of two octets.</summary>
    public static ushort Length16(ReadOnlySpan<byte> octets)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(octets.Length, ushort.MaxValue, nameof(octets));
        return (ushort)octets.Length;
    }

    public void Clear() => Length = 0;

    public void Byte(byte value) => Room(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Room(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Room(4), value);

    /// <summary>Puts another value where two octets were written.</summary>
    public void UInt16At(int offset, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(offset), value);

    public void Asn(Asn asn, bool fourOctets)
    {
        if (fourOctets)
        {
            UInt32(asn.Value);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(asn.Value, ushort.MaxValue, nameof(asn));
        UInt16((ushort)asn.Value);
    }

    public void Address(Ip address) => _ = address.WriteTo(Room(address.IsIPv6 ? 16 : 4));

    /// <summary>A BGP identifier, which has the form of an IPv4 address.</summary>
    public void Identifier(Ip identifier)
    {
        if (identifier.IsIPv6)
        {
            throw new ArgumentException($"A BGP identifier has four octets, unlike {identifier}.", nameof(identifier));
        }

        Address(identifier);
    }

    public void Octets(scoped ReadOnlySpan<byte> octets) => octets.CopyTo(Room(octets.Length));

    private Span<byte> Room(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, checked(Length + count)));
        }

        Length += count;
        return _buffer.AsSpan(Length - count, count);
    }
}
