using CsCheck;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Tests.Mrt;

/// <summary>Random parts of records.</summary>
internal static class MrtGen
{
    public static readonly Gen<byte[]> Octets = Gen.Byte.Array[0, 300];

    public static readonly Gen<Ip> IPv4 = Gen.UInt.Select(Ip.FromV4);

    public static readonly Gen<Ip> IPv6 = Gen.Select(Gen.ULong, Gen.ULong, Ip.FromV6);

    /// <summary>Two addresses of one family.</summary>
    public static readonly Gen<(Ip One, Ip Other)> Ends = Gen.OneOf(Gen.Select(IPv4, IPv4), Gen.Select(IPv6, IPv6));

    public static readonly Gen<MrtTime> Time = Gen.Select(Gen.UInt, Gen.UInt[0, 999_999].Nullable(), (seconds, micro) => new MrtTime(seconds, micro));

    public static readonly Gen<IpPrefix> Prefix = Gen.OneOf(
        Gen.Select(IPv4, Gen.Int[0, 32], IpPrefix.Create), Gen.Select(IPv6, Gen.Int[0, 128], IpPrefix.Create));

    public static readonly Gen<Bgp4mpSubtype> Bgp4mp = Among(
        [.. Enumerable.Range(0, 12).Where(each => Bgp4mpSubtype.TryFrom((ushort)each, out _)).Select(Known)]);

    public static readonly Gen<MrtPeer> Peer = Gen.Select(
        IPv4,
        Gen.OneOf(IPv4, IPv6),
        Gen.UInt,
        Gen.Bool,
        (identifier, address, asn, wide) => new MrtPeer(identifier, address, new Asn(wide ? asn : asn & 0xFFFF), wide));

    /// <summary>Families whose NLRI syntax is known: AFI, SAFI, one NLRI.</summary>
    public static readonly Gen<(ushort Afi, byte Safi, byte[] Nlri)> Destination = Gen.OneOf(
        Gen.Select(Among<byte>(1, 2), Prefix, (safi, prefix) => ((ushort)(prefix.IsIPv6 ? 2 : 1), safi, Octetted(prefix))),
        Gen.Select(Among<ushort>(1, 2), Among<byte>(4, 128), Gen.Byte.Array[0, 31], (afi, safi, octets) => (afi, safi, Counted(octets, 8))),
        Gen.Select(Among<ushort>(1, 2), Among<byte>(133, 134), Gen.Byte.Array[0, 239], (afi, safi, octets) => (afi, safi, Counted(octets, 1))),
        Gen.Select(Among<ushort>(1, 2), Gen.Byte.Array[240, 400], (afi, octets) => (afi, (byte)133, (byte[])[(byte)(0xF0 | (octets.Length >> 8)), (byte)octets.Length, .. octets])),
        Gen.Select(Gen.Byte, Gen.Byte.Array[0, 40], (type, octets) => ((ushort)25, (byte)70, (byte[])[type, .. Counted(octets, 1)])),
        Gen.Select(Gen.Byte.Array[0, 300], octets => ((ushort)16388, (byte)71, (byte[])[0, 1, (byte)(octets.Length >> 8), (byte)octets.Length, .. octets])));

    public static readonly Gen<(ushort Peer, uint Originated, uint PathId, byte[] Attributes)[]> Entries =
        Gen.Select(Gen.UShort, Gen.UInt, Gen.UInt, Octets).Array[1, 6];

    public static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>A prefix as NLRI have it.</summary>
    public static byte[] Octetted(IpPrefix prefix) =>
        [prefix.Length, .. prefix.Address.ToIPAddress().GetAddressBytes().Take((prefix.Length + 7) / 8)];

    private static byte[] Counted(byte[] octets, int unit) => [(byte)(octets.Length * unit), .. octets];

    private static Bgp4mpSubtype Known(int number)
    {
        _ = Bgp4mpSubtype.TryFrom((ushort)number, out var subtype);
        return subtype;
    }
}
