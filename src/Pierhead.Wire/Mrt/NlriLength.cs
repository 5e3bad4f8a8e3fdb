using System.Buffers.Binary;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// How long one NLRI is, by the syntax of its family: a generic RIB record has no length of its own for it (RFC 6396 section 4.3.3).
/// <code>
/// prefixes, labelled, VPN, RT membership:  length in bits (1 octet)  octets        (RFC 4271, 8277, 4364, 4684)
/// flow specification:                      length (1, or 2 from 0xF000)  octets    (RFC 8955)
/// EVPN, multicast VPN:                     type (1)  length (1)  octets            (RFC 7432, 6514)
/// link state:                              type (2)  length (2)  octets            (RFC 9552)
/// VPLS:                                    length (2)  octets                      (RFC 4761)
/// </code>
/// </summary>
internal static class NlriLength
{
    private const byte LongFlowspec = 0xF0;

    /// <summary>Octets of the first NLRI; -1 where its family's syntax is not known, or it does not fit.</summary>
    public static int Of(ushort afi, byte safi, ReadOnlySpan<byte> octets)
    {
        var length = (afi, safi) switch
        {
            (1, 1 or 2) => Bits(octets, most: 32),
            (2, 1 or 2) => Bits(octets, most: 128),
            (1 or 2, 4 or 128 or 129) or (1, 132) => Bits(octets, most: byte.MaxValue),
            (1 or 2 or 25, 133 or 134) => Flowspec(octets),
            (25, 70) or (1 or 2, 5) => octets.Length < 2 ? -1 : 2 + octets[1],
            (16388, 71 or 72) => octets.Length < 4 ? -1 : 4 + BinaryPrimitives.ReadUInt16BigEndian(octets[2..]),
            (25, 65) => octets.Length < 2 ? -1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(octets),
            _ => -1,
        };
        return length <= octets.Length ? length : -1;
    }

    private static int Bits(ReadOnlySpan<byte> octets, int most) =>
        octets.IsEmpty || octets[0] > most ? -1 : 1 + ((octets[0] + 7) >> 3);

    private static int Flowspec(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty || octets[0] < LongFlowspec)
        {
            return octets.IsEmpty ? -1 : 1 + octets[0];
        }

        return octets.Length < 2 ? -1 : 2 + (BinaryPrimitives.ReadUInt16BigEndian(octets) & 0x0FFF);
    }
}
