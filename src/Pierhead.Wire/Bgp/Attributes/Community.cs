using System.Globalization;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>A community (RFC 1997), written as its two halves: <c>64500:1001</c>.</summary>
public readonly record struct Community(uint Value)
{
    public Community(ushort asn, ushort local)
        : this(((uint)asn << 16) | local)
    {
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value >> 16}:{(ushort)Value}");
}
