using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// An extended community (RFC 4360, RFC 5668): eight octets. Its text is a name and values, unique to it:
/// <code>
/// rt:64500:1  rt:192.0.2.1:1  rt:4200000000:1     route target; ro: route origin, redirect: RFC 8955 section 7.4, alike
/// traffic-rate-bytes:64500:12500                  RFC 8955 section 7.1, bytes a second; 0 discards
/// traffic-rate-packets:64500:1000                 RFC 8955 section 7.2
/// traffic-action:sample+continue                  RFC 8955 section 7.3: either, both, or none
/// traffic-marking:46                              RFC 8955 section 7.5, the DSCP
/// color:0:100  encapsulation:8                    RFC 9012 sections 4.3 and 4.1: flags and colour, tunnel type
/// link-bandwidth:64500:125000000                   bytes a second
/// </code>
/// Where a four-octet number would fit two octets it has an L (<c>rt:64500L:1</c>). Any other is <c>0x</c> and sixteen digits.
/// </summary>
public readonly record struct ExtendedCommunity(ulong Value)
{
    private const int Digits = 16;

    /// <summary>Strict: exactly what <see cref="ToString"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ExtendedCommunity community)
    {
        community = default;
        return text is not null && TryRead(text, out community) && community.ToString() == text;
    }

    public override string ToString() =>
        ExtendedCommunityNames.Find((ushort)(Value >> 48)) is { } row && Format(row) is { } text
            ? $"{row.Name}:{text}"
            : string.Create(CultureInfo.InvariantCulture, $"0x{Value:X16}");

    private string? Format(ExtendedCommunityRow row)
    {
        var upper = (uint)(Value >> 16);
        var lower = (ushort)Value;
        return row.Form switch
        {
            ExtendedCommunityForm.TwoOctetAsn => string.Create(CultureInfo.InvariantCulture, $"{(ushort)(Value >> 32)}:{(uint)Value}"),
            ExtendedCommunityForm.Address => string.Create(CultureInfo.InvariantCulture, $"{Ip.FromV4(upper)}:{lower}"),
            ExtendedCommunityForm.FourOctetAsn =>
                string.Create(CultureInfo.InvariantCulture, $"{upper}{(upper <= ushort.MaxValue ? "L" : "")}:{lower}"),
            ExtendedCommunityForm.Rate => Rate(BitConverter.UInt32BitsToSingle((uint)Value)),
            ExtendedCommunityForm.Action => (Value & 0xFFFF_FFFF_FFFF) switch
            {
                0 => "none",
                1 => "continue",
                2 => "sample",
                3 => "sample+continue",
                _ => null,
            },
            _ => (Value & 0xFFFF_FFFF_FFFF) <= row.Greatest ? (Value & 0xFFFF_FFFF_FFFF).ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private string? Rate(float rate) =>
        float.IsFinite(rate) && !(rate == 0 && float.IsNegative(rate))
            ? string.Create(CultureInfo.InvariantCulture, $"{(ushort)(Value >> 32)}:{rate:R}")
            : null;

    private static bool TryRead(string text, out ExtendedCommunity community)
    {
        community = default;
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            var isRead = ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
            community = new ExtendedCommunity(value);
            return isRead && text.Length == Digits + 2;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return false;
        }

        // The same name may stand for several forms: the one that writes this very text is meant.
        foreach (var row in ExtendedCommunityNames.Rows)
        {
            if (text.AsSpan(0, colon).SequenceEqual(row.Name) && TryRead(row, text[(colon + 1)..], out var value))
            {
                community = new ExtendedCommunity(((ulong)row.Type << 48) | value);
                if (community.ToString() == text)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool TryRead(ExtendedCommunityRow row, string text, out ulong value)
    {
        value = 0;
        var parts = text.Split(':');
        switch (row.Form)
        {
            case ExtendedCommunityForm.TwoOctetAsn when parts.Length == 2 && ushort.TryParse(parts[0], out var asn) && uint.TryParse(parts[1], out var number):
                value = ((ulong)asn << 32) | number;
                return true;
            case ExtendedCommunityForm.Address when parts.Length == 2 && Ip.TryParse(parts[0], out var address) && !address.IsIPv6 && ushort.TryParse(parts[1], out var number):
                value = ((ulong)address.V4 << 16) | number;
                return true;
            case ExtendedCommunityForm.FourOctetAsn when parts.Length == 2 && uint.TryParse(parts[0].TrimEnd('L'), out var asn) && ushort.TryParse(parts[1], out var number):
                value = ((ulong)asn << 16) | number;
                return true;
            case ExtendedCommunityForm.Rate when parts.Length == 2 && ushort.TryParse(parts[0], out var asn)
                    && float.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var rate):
                value = ((ulong)asn << 32) | BitConverter.SingleToUInt32Bits(rate);
                return true;
            case ExtendedCommunityForm.Action:
                value = text switch { "continue" => 1, "sample" => 2, "sample+continue" => 3, _ => 0 };
                return true;
            case ExtendedCommunityForm.Number:
                return DecimalText.TryParse(text, out value) && value <= row.Greatest;
            default:
                return false;
        }
    }
}
