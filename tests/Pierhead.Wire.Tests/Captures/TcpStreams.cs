using System.Buffers.Binary;

namespace Pierhead.Wire.Tests.Captures;

/// <summary>The octets that each side of each TCP connection of a capture sent, in the order of their sequence numbers.</summary>
internal static class TcpStreams
{
    private const int BgpPort = 179;
    private const byte Tcp = 6;

    /// <summary>The name of the other side of the connection.</summary>
    public static string Reverse(string side) => string.Join(' ', side.Split(' ').Reverse());

    /// <summary>One side's octets, by its name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(string path)
    {
        var segments = new Dictionary<string, SortedDictionary<uint, byte[]>>();
        foreach (var (linkType, packet) in CaptureFile.Read(path))
        {
            var ip = packet.AsSpan(Math.Min(packet.Length, IpOffset(linkType, packet)));
            if (!TryFindTcp(ip, out var addresses, out var tcp))
            {
                continue;
            }

            var (from, to) = (BinaryPrimitives.ReadUInt16BigEndian(tcp), BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]));
            var payload = tcp[Math.Min(tcp.Length, (tcp[12] >> 4) * 4)..];
            if ((from == BgpPort || to == BgpPort) && !payload.IsEmpty)
            {
                var key = $"{Convert.ToHexString(addresses[..(addresses.Length / 2)])}:{from} {Convert.ToHexString(addresses[(addresses.Length / 2)..])}:{to}";
                _ = segments.TryAdd(key, []);
                segments[key][BinaryPrimitives.ReadUInt32BigEndian(tcp[4..])] = payload.ToArray();
            }
        }

        return segments.ToDictionary(pair => pair.Key, pair => pair.Value.Values.SelectMany(payload => payload).ToArray());
    }

    private static bool TryFindTcp(ReadOnlySpan<byte> ip, out ReadOnlySpan<byte> addresses, out ReadOnlySpan<byte> tcp)
    {
        addresses = default;
        tcp = default;
        if (ip.Length >= 40 && ip[0] >> 4 == 6 && ip[6] == Tcp)
        {
            addresses = ip[8..40];
            tcp = ip[40..Math.Min(ip.Length, 40 + BinaryPrimitives.ReadUInt16BigEndian(ip[4..]))];
        }
        else if (ip.Length >= 20 && ip[0] >> 4 == 4 && ip[9] == Tcp)
        {
            // Lengths are not believed further than there are octets: some captures were made to break readers.
            var total = Math.Min(ip.Length, (int)BinaryPrimitives.ReadUInt16BigEndian(ip[2..]));
            addresses = ip[12..20];
            tcp = ip[Math.Min(total, (ip[0] & 15) * 4)..total];
        }

        return tcp.Length >= 20;
    }

    private static int IpOffset(int linkType, ReadOnlySpan<byte> packet) => linkType switch
    {
        1 => 14,
        9 or 50 => packet.Length > 1 && packet[0] == 0xFF ? 4 : 2,
        12 or 101 => 0,
        113 => 16,

        // Juniper Ethernet: a magic number, flags, and where a flag says so extensions with their length.
        178 => (packet[3] & 0x80) != 0 ? 6 + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) + 14 : 4 + 14,
        _ => throw new NotSupportedException($"link type {linkType}"),
    };
}
