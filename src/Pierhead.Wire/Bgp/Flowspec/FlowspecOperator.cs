namespace Pierhead.Wire.Bgp.Flowspec;

/// <summary>
/// The octet before each value of a component (RFC 8955 section 4.2.1).
/// <code>
/// numeric:  end (1 bit)  and (1)  length (2: 1, 2, 4 or 8 octets)  reserved (1)  less (1)  greater (1)  equal (1)
/// bitmask:  end (1 bit)  and (1)  length (2)                       reserved (2)            not (1)      match (1)
/// </code>
/// </summary>
internal readonly record struct FlowspecOperator(byte Octet)
{
    public const byte End = 0x80;
    public const byte And = 0x40;
    public const byte NumericBits = 0x07;
    public const byte BitmaskBits = 0x03;

    private static readonly string[] Numeric = ["false", "=", ">", ">=", "<", "<=", "!=", "true"];

    private static readonly string[] Bitmask = ["", "=", "!", "!="];

    public bool IsEnd => (Octet & End) != 0;

    public bool IsAnd => (Octet & And) != 0;

    /// <summary>Octets of the value.</summary>
    public int Length => 1 << ((Octet >> 4) & 3);

    /// <summary>The comparison as text.</summary>
    public string Comparison(bool isBitmask) => isBitmask ? Bitmask[Octet & BitmaskBits] : Numeric[Octet & NumericBits];

    /// <summary>Takes a comparison off the front of a text, the longest that fits; its bits.</summary>
    public static byte Take(ref ReadOnlySpan<char> text, bool isBitmask)
    {
        var names = isBitmask ? Bitmask : Numeric;
        var best = isBitmask ? 0 : -1;
        for (var index = 0; index < names.Length; index++)
        {
            if (text.StartsWith(names[index], StringComparison.Ordinal) && (best < 0 || names[index].Length > names[best].Length))
            {
                best = index;
            }
        }

        if (best < 0)
        {
            return byte.MaxValue;
        }

        text = text[names[best].Length..];
        return (byte)best;
    }

    /// <summary>The length bits for a value of 1, 2, 4 or 8 octets.</summary>
    public static byte LengthBits(int octets) => (byte)(System.Numerics.BitOperations.Log2((uint)octets) << 4);

    /// <summary>The least of 1, 2, 4 and 8 octets that hold a value.</summary>
    public static int Shortest(ulong value) => value switch
    {
        <= byte.MaxValue => 1,
        <= ushort.MaxValue => 2,
        <= uint.MaxValue => 4,
        _ => 8,
    };
}
