using System.Buffers.Binary;
using System.Globalization;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// An IPv6 address specific extended community (RFC 5701): twenty octets. Written <c>rt:[2001:db8::1]:7</c> (route target), <c>ro:</c> (route
/// origin) or <c>redirect:</c> (RFC 8956 section 6.1); any other is <c>0x</c> and forty digits.
/// <code>
/// type (1 octet)  sub-type (1)  IPv6 address (16)  number (2)
/// </code>
/// </summary>
public readonly record struct IPv6ExtendedCommunity(ushort Type, Ip Address, ushort Number)
{
    /// <summary>Octets on the wire.</summary>
    public const int Length = 20;

    public static IPv6ExtendedCommunity FromBytes(ReadOnlySpan<byte> octets) => new(
        BinaryPrimitives.ReadUInt16BigEndian(octets), Ip.FromBytes(octets.Slice(2, 16)), BinaryPrimitives.ReadUInt16BigEndian(octets[18..]));

    public byte[] ToBytes()
    {
        var octets = new byte[Length];
        BinaryPrimitives.WriteUInt16BigEndian(octets, Type);
        _ = Address.WriteTo(octets.AsSpan(2));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(18), Number);
        return octets;
    }

    public override string ToString()
    {
        var name = Type switch
        {
            0x0002 => "rt",
            0x0003 => "ro",
            0x000D => "redirect",
            _ => null,
        };
        return name is null
            ? $"0x{Convert.ToHexString(ToBytes())}"
            : string.Create(CultureInfo.InvariantCulture, $"{name}:[{Address}]:{Number}");
    }
}
