using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Pierhead.Wire.Net;

/// <summary>
/// An IPv4 or IPv6 address as a value, left-aligned in 128 bits: an IPv4 address fills the upper 32 bits of
/// <see cref="High"/>, so that prefixes of both families compare and mask in the same way. Allocates nothing.
/// </summary>
public readonly record struct Ip : IComparable<Ip>
{
    private Ip(ulong high, ulong low, bool isIPv6)
    {
        High = high;
        Low = low;
        IsIPv6 = isIPv6;
    }

    public ulong High { get; }

    public ulong Low { get; }

    public bool IsIPv6 { get; }

    /// <summary>Bits in an address of this family: 32 or 128.</summary>
    public int BitLength => IsIPv6 ? 128 : 32;

    /// <summary>The IPv4 address as a number in host order; meaningless for IPv6.</summary>
    public uint V4 => (uint)(High >> 32);

    public static Ip FromV4(uint address) => new((ulong)address << 32, 0, isIPv6: false);

    public static Ip FromV6(ulong high, ulong low) => new(high, low, isIPv6: true);

    /// <summary>Reads 4 or 16 octets in network order; any other length is a bug of the caller.</summary>
    public static Ip FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        16 => FromV6(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])),
        _ => throw new ArgumentException($"An address has 4 or 16 octets, not {bytes.Length}.", nameof(bytes)),
    };

    /// <summary>Takes an <see cref="IPAddress"/>; IPv4-mapped IPv6 addresses become IPv4, a scope id is dropped.</summary>
    public static Ip From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out var length);
        return FromBytes(bytes[..length]);
    }

    /// <summary>Strict parsing: four decimal octets for IPv4 (no short or octal forms), RFC 4291 text without a zone for IPv6.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ip address)
    {
        address = default;
        if (text is null || text.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        if (parsed.AddressFamily == AddressFamily.InterNetwork && (text.AsSpan().Count('.') != 3 || parsed.ToString() != text))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        _ = parsed.TryWriteBytes(bytes, out var length);
        address = FromBytes(bytes[..length]);
        return true;
    }

    /// <summary>Writes 4 or 16 octets in network order and returns how many.</summary>
    public int WriteTo(Span<byte> destination)
    {
        if (!IsIPv6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, V4);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
        return 16;
    }

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..WriteTo(bytes)]);
    }

    /// <summary>IPv4 before IPv6, then by number.</summary>
    public int CompareTo(Ip other)
    {
        var byFamily = IsIPv6.CompareTo(other.IsIPv6);
        if (byFamily != 0)
        {
            return byFamily;
        }

        var byHigh = High.CompareTo(other.High);
        return byHigh != 0 ? byHigh : Low.CompareTo(other.Low);
    }

    public override string ToString() => ToIPAddress().ToString();

    public static bool operator <(Ip left, Ip right) => left.CompareTo(right) < 0;

    public static bool operator >(Ip left, Ip right) => left.CompareTo(right) > 0;

    public static bool operator <=(Ip left, Ip right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Ip left, Ip right) => left.CompareTo(right) >= 0;
}
