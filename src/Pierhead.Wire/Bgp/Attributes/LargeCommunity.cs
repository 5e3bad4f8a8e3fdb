using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>A large community (RFC 8092), written as its three parts: <c>64500:7:8</c>.</summary>
public readonly record struct LargeCommunity(uint GlobalAdministrator, uint LocalData1, uint LocalData2)
{
    /// <summary>Strict: exactly what <see cref="ToString"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LargeCommunity community)
    {
        community = default;
        var parts = text?.Split(':') ?? [];
        if (parts.Length != 3
            || !DecimalText.TryParse(parts[0], out uint administrator)
            || !DecimalText.TryParse(parts[1], out uint first)
            || !DecimalText.TryParse(parts[2], out uint second))
        {
            return false;
        }

        community = new LargeCommunity(administrator, first, second);
        return true;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{GlobalAdministrator}:{LocalData1}:{LocalData2}");
}
