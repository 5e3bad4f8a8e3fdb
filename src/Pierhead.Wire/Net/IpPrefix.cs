using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pierhead.Wire.Net;

/// <summary>
/// An address prefix: the network's address, host bits zero, and its length in bits (0 to 32 or 128).
/// A value of 24 bytes; compares IPv4 before IPv6, then by address, then shorter first.
/// </summary>
public readonly record struct IpPrefix : IComparable<IpPrefix>
{
    private IpPrefix(Ip address, byte length)
    {
        Address = address;
        Length = length;
    }

    public Ip Address { get; }

    public byte Length { get; }

    public bool IsIPv6 => Address.IsIPv6;

    /// <summary>Makes the prefix, clearing host bits (RFC 4271 section 4.3: trailing bits are irrelevant).</summary>
    public static IpPrefix Create(Ip address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, address.BitLength);
        return new IpPrefix(Mask(address, length), (byte)length);
    }

    /// <summary>Strict: <c>address/length</c> without host bits; a bare address is not a prefix.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IpPrefix prefix)
    {
        prefix = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0
            || !Ip.TryParse(text![..slash], out var address)
            || !DecimalText.TryParse(text.AsSpan(slash + 1), out byte length)
            || length > address.BitLength)
        {
            return false;
        }

        prefix = Create(address, length);
        return prefix.Address == address;
    }

    public static Ip Mask(Ip address, int length)
    {
        if (!address.IsIPv6)
        {
            return Ip.FromV4(length == 0 ? 0 : address.V4 & (uint.MaxValue << (32 - length)));
        }

        return length switch
        {
            0 => Ip.FromV6(0, 0),
            <= 64 => Ip.FromV6(address.High & (ulong.MaxValue << (64 - length)), 0),
            _ => Ip.FromV6(address.High, address.Low & (ulong.MaxValue << (128 - length))),
        };
    }

    public bool Contains(Ip address) => address.IsIPv6 == IsIPv6 && Mask(address, Length) == Address;

    /// <summary>Whether this prefix is the same as the other or covers it.</summary>
    public bool Covers(IpPrefix other) => other.Length >= Length && Contains(other.Address);

    public int CompareTo(IpPrefix other)
    {
        var byAddress = Address.CompareTo(other.Address);
        return byAddress != 0 ? byAddress : Length.CompareTo(other.Length);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");

    public static bool operator <(IpPrefix left, IpPrefix right) => left.CompareTo(right) < 0;

    public static bool operator >(IpPrefix left, IpPrefix right) => left.CompareTo(right) > 0;

    public static bool operator <=(IpPrefix left, IpPrefix right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IpPrefix left, IpPrefix right) => left.CompareTo(right) >= 0;
}
