using Pierhead.Fabric.Placement;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Simulation;

/// <summary>The addresses that routers of an accept range have.</summary>
internal static class RangeAddresses
{
    /// <summary>So many bits of a range are used: more than any simulation has routers.</summary>
    private const int MostBits = 20;

    /// <summary>
    /// At most as many as the range lets in, and only those that it claims: not those of a device's own entry, nor of a narrower range.
    /// In a row from the first host, or all over the range.
    /// </summary>
    public static IEnumerable<Ip> Of(AcceptRange range, Configuration tree, Addressing addressing, ulong seed)
    {
        var bits = Math.Min(range.From.Address.BitLength - range.From.Length, MostBits);
        var size = 1u << bits;

        // An odd stride visits each host of a power of two once. The network itself is nobody's address.
        var (start, stride) = addressing == Addressing.Structured ? (0u, 1u) : ((uint)NameHash.Mix(seed), (uint)NameHash.Mix(seed + 1) | 1);
        var found = 0;
        for (var step = 0u; step < size && found < range.MaxSessions; step++)
        {
            var host = (start + (step * stride)) & (size - 1);
            var address = Host(range.From.Address, host);
            if ((host != 0 || size <= 2) && tree.TryClaim(address, out var claim) && claim.Range == range)
            {
                found++;
                yield return address;
            }
        }
    }

    private static Ip Host(Ip network, uint host) =>
        network.IsIPv6 ? Ip.FromV6(network.High, network.Low | host) : Ip.FromV4(network.V4 | host);
}
