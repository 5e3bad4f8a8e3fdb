namespace Pierhead.Wire.Bgp.Flowspec;

/// <summary>Bits of an IPv6 pattern (RFC 8956 section 3.1), which begin at an offset of the address but at the first bit of their octets.</summary>
internal static class PatternBits
{
    /// <summary>Puts the bits of a pattern in their places of an address of zeros.</summary>
    public static void Spread(ReadOnlySpan<byte> pattern, int offset, int length, Span<byte> address)
    {
        for (var bit = 0; bit < length - offset; bit++)
        {
            if ((pattern[bit >> 3] >> (7 - (bit & 7)) & 1) != 0)
            {
                address[(offset + bit) >> 3] |= (byte)(0x80 >> ((offset + bit) & 7));
            }
        }
    }

    /// <summary>Takes the bits of an address from an offset on, as the octets of a pattern.</summary>
    public static byte[] Gather(ReadOnlySpan<byte> address, int offset, int length)
    {
        var pattern = new byte[(length - offset + 7) >> 3];
        for (var bit = 0; bit < length - offset; bit++)
        {
            if ((address[(offset + bit) >> 3] >> (7 - ((offset + bit) & 7)) & 1) != 0)
            {
                pattern[bit >> 3] |= (byte)(0x80 >> (bit & 7));
            }
        }

        return pattern;
    }
}
