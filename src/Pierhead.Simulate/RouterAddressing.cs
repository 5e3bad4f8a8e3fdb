using System.Collections.Immutable;
using System.Net;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate;

/// <summary>Addresses of simulated routers: where they connect from, and next hops that no two of them share.</summary>
internal static class RouterAddressing
{
    /// <summary>Shared address space (RFC 6598): the tables hold no prefix of it.</summary>
    private const uint NextHopBlock = 0x64400000;

    private const uint NextHopMask = 0x003FFFFF;

    /// <summary>2001:db8:64::/48.</summary>
    private const ulong NextHopHigh = 0x20010DB8_00640000;

    public static IPAddress Local(IPAddress first, int index)
    {
        var address = Ip.From(first);
        var moved = address.IsIPv6 ? Ip.FromV6(address.High, address.Low + (ulong)index) : Ip.FromV4(address.V4 + (uint)index);
        return moved.ToIPAddress();
    }

    /// <summary>A BGP Identifier: the address itself for IPv4, a number of its own for IPv6.</summary>
    public static Ip Identifier(IPAddress local, int index)
    {
        var address = Ip.From(local);
        return address.IsIPv6 ? Ip.FromV4(0x7FFF0001 + (uint)index) : address;
    }

    public static ImmutableArray<Ip> NextHopsIPv4(int router, int count) =>
        [.. Enumerable.Range(0, count).Select(hop => Ip.FromV4(NextHopBlock | ((((uint)router * (uint)count) + (uint)hop + 1) & NextHopMask)))];

    public static ImmutableArray<Ip> NextHopsIPv6(int router, int count) =>
        [.. Enumerable.Range(0, count).Select(hop => Ip.FromV6(NextHopHigh, ((ulong)router << 16) | ((ulong)hop + 1)))];
}
