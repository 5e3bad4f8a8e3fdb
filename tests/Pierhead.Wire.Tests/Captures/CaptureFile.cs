using System.Buffers.Binary;

namespace Pierhead.Wire.Tests.Captures;

/// <summary>The packets of a pcap or pcapng file with the link type of each: as much of both formats as captures of BGP need.</summary>
internal static class CaptureFile
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;

    public static IEnumerable<(int LinkType, byte[] Packet)> Read(string path)
    {
        var octets = File.ReadAllBytes(path);
        return BinaryPrimitives.ReadUInt32LittleEndian(octets) == SectionHeader ? ReadNext(octets) : ReadClassic(octets);
    }

    private static IEnumerable<(int LinkType, byte[] Packet)> ReadClassic(byte[] octets)
    {
        var isLittle = octets[0] is 0xD4 or 0x4D;
        var linkType = (int)Number(octets, 20, isLittle) & 0xFFFF;
        for (var at = 24; at + 16 <= octets.Length;)
        {
            // Captures made to break readers claim more octets than there are.
            var length = (int)Math.Min(Number(octets, at + 8, isLittle), (uint)(octets.Length - at - 16));
            yield return (linkType, octets.AsSpan(at + 16, length).ToArray());
            at += 16 + length;
        }
    }

    private static IEnumerable<(int LinkType, byte[] Packet)> ReadNext(byte[] octets)
    {
        var isLittle = BinaryPrimitives.ReadUInt32LittleEndian(octets.AsSpan(8)) == 0x1A2B3C4D;
        var linkTypes = new List<int>();
        for (var at = 0; at + 12 <= octets.Length;)
        {
            var type = Number(octets, at, isLittle);
            var length = (int)Number(octets, at + 4, isLittle);
            if (type == InterfaceDescription)
            {
                linkTypes.Add((int)Number(octets, at + 8, isLittle) & 0xFFFF);
            }
            else if (type == EnhancedPacket)
            {
                var captured = (int)Number(octets, at + 20, isLittle);
                yield return (linkTypes[(int)Number(octets, at + 8, isLittle)], octets.AsSpan(at + 28, captured).ToArray());
            }

            at += length;
        }
    }

    private static uint Number(byte[] octets, int at, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt32LittleEndian(octets.AsSpan(at))
        : BinaryPrimitives.ReadUInt32BigEndian(octets.AsSpan(at));
}
