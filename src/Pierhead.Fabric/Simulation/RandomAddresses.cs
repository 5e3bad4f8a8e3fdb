using Pierhead.Fabric.Placement;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Simulation;

/// <summary>Addresses of made-up routers, one of each family, without any plan.</summary>
internal static class RandomAddresses
{
    private const ulong GlobalUnicast = 0x2000_0000_0000_0000;

    /// <summary>The addresses of the router with this number. Two may have the same IPv4 address: the caller skips it.</summary>
    public static (Ip IPv4, Ip IPv6) Of(int number, ulong seed)
    {
        var first = NameHash.Mix(NameHash.Mix(seed) + (ulong)number);
        var second = NameHash.Mix(first + 1);
        return (Ip.FromV4((uint)(second >> 32)), Ip.FromV6(GlobalUnicast | (first >> 3), second));
    }
}
