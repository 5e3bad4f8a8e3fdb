using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>A community (RFC 1997), written as its two halves: <c>64500:1001</c>.</summary>
public readonly record struct Community(uint Value)
{
    /// <summary>LLGR_STALE (RFC 9494 section 3.3): the route is kept by long-lived graceful restart.</summary>
    public static readonly Community LlgrStale = new(0xFFFF_0006);

    /// <summary>NO_LLGR (RFC 9494 section 3.4): the route is not to be kept by long-lived graceful restart.</summary>
    public static readonly Community NoLlgr = new(0xFFFF_0007);

    public Community(ushort asn, ushort local)
        : this(((uint)asn << 16) | local)
    {
    }

    /// <summary>Whether a COMMUNITIES value holds a community.</summary>
    public static bool Contains(ReadOnlySpan<byte> value, Community community)
    {
        for (; value.Length >= 4; value = value[4..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(value) == community.Value)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Strict: exactly what <see cref="ToString"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Community community)
    {
        community = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0
            || !DecimalText.TryParse(text.AsSpan(0, colon), out ushort asn)
            || !DecimalText.TryParse(text.AsSpan(colon + 1), out ushort local))
        {
            return false;
        }

        community = new Community(asn, local);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value >> 16}:{(ushort)Value}");
}
