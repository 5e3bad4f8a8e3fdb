using System.Collections.Immutable;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Placement;

/// <summary>
/// <see cref="FabricMode.DirectReturnLvs"/>: a model of the scheduler <c>mh</c> of IPVS without its flag <c>mh-port</c>: a Maglev table for
/// each family, and the source address alone.
/// </summary>
/// <remarks>
/// The kernel (net/netfilter/ipvs/ip_vs_mh.c) hashes with a siphash of fixed keys, and seeds each node's order by the node's address. This
/// hashes otherwise. So it gives the distribution, and what moves; where one router lands only the balancer knows
/// (<c>ipvsadm -Lnc</c>). What it has in common with the kernel: the size of the table, and that an IPv6 address is folded to 32 bits by
/// exclusive or, which makes some structured addresses the same.
/// </remarks>
public sealed class IpvsMaglev : ISourcePlacement
{
    /// <summary>Places of the kernel's table as Debian builds it (CONFIG_IP_VS_MH_TAB_INDEX=12).</summary>
    public const int Places = 4093;

    private const ulong Key = 0x6970_7673_2D6D_6800;

    private readonly int[] _ipv4;
    private readonly int[] _ipv6;

    private IpvsMaglev(int[] ipv4, int[] ipv6) => (_ipv4, _ipv6) = (ipv4, ipv6);

    /// <param name="nodes">In any order.</param>
    public static IpvsMaglev For(ImmutableArray<NodeShare> nodes) => new(Table(nodes, "ipv4"), Table(nodes, "ipv6"));

    public int NodeOf(Ip source) => source.IsIPv6
        ? _ipv6[Hash((uint)(source.High >> 32) ^ (uint)source.High ^ (uint)(source.Low >> 32) ^ (uint)source.Low)]
        : _ipv4[Hash(source.V4)];

    // Each family is a service of its own, whose nodes have other addresses, and so another order.
    private static int[] Table(ImmutableArray<NodeShare> nodes, string family) =>
        Maglev.Fill([.. NodeShare.Weights(nodes).Select(node => ($"{node.Name} {family}", node.Weight))], Places);

    private static int Hash(uint folded) => (int)((uint)NameHash.Mix(folded ^ Key) % Places);
}
