using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Pierhead.Interop.Tests.Routers;

/// <summary>
/// Writes announcements as an MRT TABLE_DUMP_V2 file (RFC 6396 section 4.3), the quickest way to hand GoBGP many routes. Written apart from the
/// product's own codec, so that neither can hide a fault of the other.
/// </summary>
internal static class TableDump
{
    private const ushort TableDumpV2 = 13;
    private const ushort PeerIndexTable = 1;
    private const ushort RibIpv4Unicast = 2;
    private const ushort RibIpv6Unicast = 4;

    public static void Write(string path, IEnumerable<Announcement> routes, IPAddress ipv4NextHop, IPAddress ipv6NextHop)
    {
        using var file = new BufferedStream(File.Create(path), 1 << 16);

        // Collector 10.0.0.1, no view name, one peer: type 2 (IPv4 address, 4-octet AS).
        Record(file, PeerIndexTable, [10, 0, 0, 1, 0, 0, 0, 1, 2, 10, 0, 0, 2, 10, 0, 0, 2, .. Octets(64500u)]);
        var sequence = 0u;
        foreach (var route in routes)
        {
            var slash = route.Prefix.IndexOf('/', StringComparison.Ordinal);
            var address = IPAddress.Parse(route.Prefix.AsSpan(0, slash)).GetAddressBytes();
            var length = byte.Parse(route.Prefix.AsSpan(slash + 1), CultureInfo.InvariantCulture);
            byte[] prefix = [length, .. address.AsSpan(0, (length + 7) / 8)];
            var attributes = Attributes(route, prefix, route.IsIpv6 ? ipv6NextHop : ipv4NextHop);
            Record(
                file,
                route.IsIpv6 ? RibIpv6Unicast : RibIpv4Unicast,
                [
                    .. Octets(sequence++), .. prefix,
                    0, 1, 0, 0, 0, 0, 0, 0, .. Octets((ushort)attributes.Length), .. attributes,
                ]);
        }
    }

    private static void Record(Stream file, ushort subtype, byte[] body)
    {
        file.Write([0, 0, 0, 0, .. Octets(TableDumpV2), .. Octets(subtype), .. Octets((uint)body.Length)]);
        file.Write(body);
    }

    private static byte[] Attributes(Announcement route, byte[] prefix, IPAddress nextHop)
    {
        var hop = nextHop.GetAddressBytes();
        var palette = route.Palette;
        return
        [
            .. Attribute(0x40, 1, [0]),
            .. Attribute(0x40, 2, []),

            // RFC 6396 section 4.3.4 abbreviates MP_REACH_NLRI to the next hop; GoBGP 3.10 reads it in full only.
            .. route.IsIpv6 ? Attribute(0x80, 14, [0, 2, 1, (byte)hop.Length, .. hop, 0, .. prefix]) : Attribute(0x40, 3, hop),
            .. Attribute(0xC0, 8, [.. palette.Communities.SelectMany(text => Numbers(text).SelectMany(number => Octets((ushort)number)))], optional: true),
            .. Attribute(0xC0, 16, [.. palette.Targets.SelectMany(Target)], optional: true),
            .. Attribute(0xC0, 32, [.. palette.Large.SelectMany(text => Numbers(text).SelectMany(Octets))], optional: true),
        ];
    }

    private static byte[] Attribute(byte flags, byte type, byte[] value, bool optional = false) =>
        optional && value.Length == 0 ? [] : [(byte)(flags | 0x10), type, .. Octets((ushort)value.Length), .. value];

    // RFC 4360 section 3.1 and 4: two-octet AS specific, route target.
    private static byte[] Target(string text)
    {
        var numbers = Numbers(text);
        return [0, 2, .. Octets((ushort)numbers[0]), .. Octets(numbers[1])];
    }

    private static uint[] Numbers(string text) => [.. text.Split(':').Select(part => uint.Parse(part, CultureInfo.InvariantCulture))];

    private static byte[] Octets(uint value)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }

    private static byte[] Octets(ushort value)
    {
        var octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, value);
        return octets;
    }
}
