using System.Buffers.Binary;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// Takes fields off the front of a record. Reading past the end gives zeros and sets <see cref="Failed"/>, so that a record's
/// fields are read in one go and checked once.
/// </summary>
internal ref struct OctetReader(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _rest = octets;

    public bool Failed { get; private set; }

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        var octets = Octets(1);
        return octets.IsEmpty ? (byte)0 : octets[0];
    }

    public ushort UInt16()
    {
        var octets = Octets(2);
        return octets.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(octets);
    }

    public uint UInt32()
    {
        var octets = Octets(4);
        return octets.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(octets);
    }

    public Asn Asn(bool fourOctets) => new(fourOctets ? UInt32() : UInt16());

    public Ip Address(bool ipv6)
    {
        var octets = Octets(ipv6 ? 16 : 4);
        return octets.IsEmpty ? default : Ip.FromBytes(octets);
    }

    public ReadOnlySpan<byte> Octets(int count)
    {
        if (Failed || count > _rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }

        var octets = _rest[..count];
        _rest = _rest[count..];
        return octets;
    }
}
