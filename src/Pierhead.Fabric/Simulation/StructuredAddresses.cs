using Pierhead.Fabric.Placement;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Simulation;

/// <summary>
/// Addresses of made-up routers, one of each family, by the plans that networks really have. Of each twenty routers
/// eight are pairs of gateways, .1 and .2 of a /24 and ::1 and ::2 of a /64;
/// five are the far ends of /31 and /127 links in a row: always odd;
/// four are the customer's end of /30 links, .2, and ::1 of a /64 each;
/// three have loopbacks in a row, and EUI-64 addresses (RFC 4291 appendix A) of hardware bought in a lot.
/// All are of blocks for private use or documentation.
/// </summary>
internal static class StructuredAddresses
{
    private const ulong Documentation = 0x2001_0DB8_0000_0000;

    private const int Gateways = 8;
    private const int Links = 5;
    private const int Customers = 4;
    private const int Loopbacks = 3;
    private const int All = Gateways + Links + Customers + Loopbacks;

    /// <summary>The addresses of the router with this number, different from those of all others below 100,000.</summary>
    /// <param name="seed">Another one leaves other gaps, and takes another lot of hardware.</param>
    public static (Ip IPv4, Ip IPv6) Of(int number, ulong seed)
    {
        var (round, place) = Math.DivRem(number, All);
        return place switch
        {
            < Gateways => Gateway((round * Gateways) + place, seed),
            < Gateways + Links => Link((round * Links) + place - Gateways),
            < Gateways + Links + Customers => Customer((round * Customers) + place - Gateways - Links, seed),
            _ => Loopback((round * Loopbacks) + place - Gateways - Links - Customers, seed),
        };
    }

    private static (Ip IPv4, Ip IPv6) Gateway(int number, ulong seed)
    {
        var (site, host) = ((uint)number / 2, ((uint)number % 2) + 1);
        var net = WithGaps(site, seed);
        return (Ip.FromV4(0x0A00_0000 | (net << 8) | host), Ip.FromV6(Documentation | net, host));
    }

    private static (Ip IPv4, Ip IPv6) Link(int number)
    {
        var end = ((uint)number * 2) + 1;
        return (Ip.FromV4(0xAC10_0000 + end), Ip.FromV6(Documentation | 0xFFFF_0000, end));
    }

    private static (Ip IPv4, Ip IPv6) Customer(int number, ulong seed)
    {
        var net = WithGaps((uint)number, seed);
        return (Ip.FromV4(0x6440_0000 + (net * 4) + 2), Ip.FromV6(Documentation | 0x1000_0000 | net, 1));
    }

    private static (Ip IPv4, Ip IPv6) Loopback(int number, ulong seed)
    {
        const int OnOneLink = 16;
        const ulong FirstHalf = 0x021B_21FF_FE00_0000;
        const ulong SerialNumbers = 0xFF_FFFF;
        var serial = ((NameHash.Mix(seed) & 0xF0_0000) + (ulong)number) & SerialNumbers;
        return (
            Ip.FromV4(0xC0A8_0000 + (uint)number + 1),
            Ip.FromV6(Documentation | 0x8000_0000 | ((ulong)number / OnOneLink), FirstHalf | serial));
    }

    /// <summary>One of each two numbers, in ascending order: networks that are not in use are nobody's.</summary>
    private static uint WithGaps(uint number, ulong seed) => (number * 2) + (uint)(NameHash.Mix(number ^ NameHash.Mix(seed)) & 1);
}
