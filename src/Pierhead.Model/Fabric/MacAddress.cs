using System.Globalization;

namespace Pierhead.Model.Fabric;

/// <summary>A hardware address of 48 bits (IEEE 802), as the fabric writes it into frames.</summary>
/// <param name="Value">The six octets, the first on top.</param>
public readonly record struct MacAddress(ulong Value)
{
    private const int Octets = 6;

    /// <summary>Whether the group bit is set: no machine has such an address.</summary>
    public bool IsGroup => ((Value >> 40) & 1) != 0;

    /// <summary>Reads <c>02:00:00:00:00:15</c>; also with dashes.</summary>
    public static bool TryParse(string? text, out MacAddress address)
    {
        address = default;
        var parts = text?.Split(':', '-');
        if (parts?.Length != Octets)
        {
            return false;
        }

        ulong value = 0;
        foreach (var part in parts)
        {
            if (part.Length != 2 || !byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                return false;
            }

            value = (value << 8) | octet;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>Lower case, with colons.</summary>
    public override string ToString() => string.Join(':', Convert.ToHexStringLower(ToBytes()).Chunk(2).Select(octet => new string(octet)));

    /// <summary>The six octets, as they stand in a frame.</summary>
    public byte[] ToBytes() => [(byte)(Value >> 40), (byte)(Value >> 32), (byte)(Value >> 24), (byte)(Value >> 16), (byte)(Value >> 8), (byte)Value];
}
