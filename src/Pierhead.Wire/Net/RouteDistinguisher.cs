using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pierhead.Wire.Net;

/// <summary>
/// A route distinguisher (RFC 4364 section 4.2): eight octets, of which the first two are its type. Written <c>64500:1</c> (type 0),
/// <c>192.0.2.1:1</c> (type 1), <c>4200000000:1</c> (type 2); where the number of type 2 would fit two octets it has an L
/// (<c>64500L:1</c>), so that no two share a text. Any other type is <c>0x</c> and sixteen digits.
/// </summary>
public readonly record struct RouteDistinguisher(ulong Value) : IComparable<RouteDistinguisher>
{
    /// <summary>Octets on the wire.</summary>
    public const int Length = 8;

    private const int HexadecimalDigits = 16;

    public static RouteDistinguisher FromBytes(ReadOnlySpan<byte> octets) => new(BinaryPrimitives.ReadUInt64BigEndian(octets));

    /// <summary>Strict: exactly what <see cref="ToString"/> writes, digits of a hexadecimal form in either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RouteDistinguisher distinguisher)
    {
        distinguisher = default;
        if (text is null || !TryRead(text, out var value))
        {
            return false;
        }

        distinguisher = new RouteDistinguisher(value);
        return string.Equals(distinguisher.ToString(), text, StringComparison.OrdinalIgnoreCase);
    }

    public int CompareTo(RouteDistinguisher other) => Value.CompareTo(other.Value);

    public override string ToString()
    {
        var upper = (uint)(Value >> 16);
        var lower = (ushort)Value;
        return (Value >> 48) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{(ushort)(Value >> 32)}:{(uint)Value}"),
            1 => string.Create(CultureInfo.InvariantCulture, $"{Ip.FromV4(upper)}:{lower}"),
            2 => string.Create(CultureInfo.InvariantCulture, $"{upper}{(upper <= ushort.MaxValue ? "L" : "")}:{lower}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"0x{Value:X16}"),
        };
    }

    private static bool TryRead(string text, out ulong value)
    {
        value = 0;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return text.Length == 2 + HexadecimalDigits
                && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }

        var colon = text.LastIndexOf(':');
        if (colon < 0 || !DecimalText.TryParse(text.AsSpan(colon + 1), out uint number))
        {
            return false;
        }

        var administrator = text[..colon];
        if (Ip.TryParse(administrator, out var address))
        {
            value = (1UL << 48) | ((ulong)address.V4 << 16) | (ushort)number;
            return !address.IsIPv6;
        }

        var isLong = administrator.EndsWith('L');
        if (!DecimalText.TryParse(administrator.AsSpan(0, administrator.Length - (isLong ? 1 : 0)), out uint asn))
        {
            return false;
        }

        value = isLong || asn > ushort.MaxValue ? (2UL << 48) | ((ulong)asn << 16) | (ushort)number : ((ulong)asn << 32) | number;
        return true;
    }

    public static bool operator <(RouteDistinguisher left, RouteDistinguisher right) => left.CompareTo(right) < 0;

    public static bool operator >(RouteDistinguisher left, RouteDistinguisher right) => left.CompareTo(right) > 0;

    public static bool operator <=(RouteDistinguisher left, RouteDistinguisher right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RouteDistinguisher left, RouteDistinguisher right) => left.CompareTo(right) >= 0;
}
