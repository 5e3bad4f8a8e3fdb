using System.Diagnostics.CodeAnalysis;
using System.Globalization;

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
            || !uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var administrator)
            || !uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !uint.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var second))
        {
            return false;
        }

        community = new LargeCommunity(administrator, first, second);
        return community.ToString() == text;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{GlobalAdministrator}:{LocalData1}:{LocalData2}");
}
