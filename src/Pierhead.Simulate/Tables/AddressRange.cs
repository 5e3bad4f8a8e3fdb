using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>Splits ranges of addresses into the fewest prefixes that cover them exactly.</summary>
internal static class AddressRange
{
    public static IEnumerable<IpPrefix> Split(Ip first, Ip last)
    {
        var bits = first.BitLength;
        var at = Number(first);
        var end = Number(last);
        while (true)
        {
            // As short as the start is aligned, and as the end allows.
            var free = Math.Min(bits, at == 0 ? bits : (int)UInt128.TrailingZeroCount(at));
            while (free > 0 && at + Size(free) - 1 > end)
            {
                free--;
            }

            yield return IpPrefix.Create(Address(at, first.IsIPv6), bits - free);
            if (at + (Size(free) - 1) >= end)
            {
                yield break;
            }

            at += Size(free);
        }
    }

    /// <summary>2 to the power; 0 for 128, which wraps as the arithmetic here does.</summary>
    private static UInt128 Size(int power) => power == 128 ? UInt128.Zero : UInt128.One << power;

    private static UInt128 Number(Ip address) => address.IsIPv6 ? new UInt128(address.High, address.Low) : address.V4;

    private static Ip Address(UInt128 number, bool ipv6) =>
        ipv6 ? Ip.FromV6((ulong)(number >> 64), (ulong)number) : Ip.FromV4((uint)number);
}
