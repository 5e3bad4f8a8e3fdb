using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>One path for <see cref="RibDump"/>: whose, where to, and with which attributes. Its octets are needed only during the call.</summary>
public readonly ref struct RibDumpRoute
{
    /// <summary>The place of its peer in the list of peers that the dump was begun with.</summary>
    public ushort PeerIndex { get; init; }

    public Family Family { get; init; }

    /// <summary>The destination of a route of IPv4 or IPv6 unicast, of the family's addresses; not used of others.</summary>
    public IpPrefix Prefix { get; init; }

    /// <summary>One NLRI of the family as it is on the wire, without path identifier; not used of IPv4 and IPv6 unicast.</summary>
    public ReadOnlySpan<byte> Nlri { get; init; }

    /// <summary>The path identifier, 0 too; null for a route of a session without ADD-PATH.</summary>
    public uint? PathId { get; init; }

    /// <summary>When the route was last heard; the dump keeps whole seconds.</summary>
    public DateTimeOffset Received { get; init; }

    /// <summary>The attributes in canonical form: sorted by type code, AS numbers of four octets, without MP_REACH_NLRI.</summary>
    public ReadOnlySpan<byte> Attributes { get; init; }

    /// <summary>
    /// The next hop as it is on the wire: 4, 16 or 32 octets, with route distinguishers where VPN routes have them, none for a flow
    /// specification. None for a route of IPv4 unicast leaves the NEXT_HOP that <see cref="Attributes"/> has.
    /// </summary>
    public ReadOnlySpan<byte> NextHop { get; init; }
}
