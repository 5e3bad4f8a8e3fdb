using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Net;

namespace Pierhead.Routing;

/// <summary>A route as it was held at one moment: a copy that stays what it is when the table goes on.</summary>
public sealed class Route
{
    private readonly byte[] _attributes;
    private PathAttributes? _decoded;

    internal Route(Family family, byte[] attributes)
    {
        Family = family;
        _attributes = attributes;
    }

    public Family Family { get; }

    /// <summary>The route distinguisher (RFC 4364), null in families without one.</summary>
    public RouteDistinguisher? Distinguisher { get; internal init; }

    /// <summary>The prefix, null in Flowspec families.</summary>
    public IpPrefix? Prefix { get; internal init; }

    /// <summary>The rule of a Flowspec family (RFC 8955), null in the others.</summary>
    public FlowspecRule? Rule { get; internal init; }

    /// <summary>ADD-PATH identifier (RFC 7911), null where the family was received without.</summary>
    public uint? PathId { get; internal init; }

    /// <summary>Labels of 20 bits, top of the stack first (RFC 8277), null in families without.</summary>
    public IReadOnlyList<uint>? Labels { get; internal init; }

    /// <summary>The next hop, of NEXT_HOP or MP_REACH_NLRI, whichever announced the route.</summary>
    public Ip? NextHop { get; internal init; }

    /// <summary>The second address of an MP_REACH_NLRI next hop (RFC 2545 section 3).</summary>
    public Ip? LinkLocalNextHop { get; internal init; }

    /// <summary>The path attributes, decoded when first asked for.</summary>
    public PathAttributes Attributes => _decoded ??= PathAttributes.Decode(_attributes);

    /// <summary>Whether the route is left from before the session was lost, or has not come again in a refresh that goes on.</summary>
    public bool Stale { get; internal init; }

    /// <summary>
    /// When it was last announced, to the second; coarser the longer ago it is. For routes of a session's initial load it is the
    /// second in which the load of the family began.
    /// </summary>
    public DateTimeOffset ReceivedAt { get; internal init; }

    /// <summary>The path attributes in canonical form, put together from what was kept; NEXT_HOP is among them for IPv4 next hops of IPv4.</summary>
    public byte[] EncodeAttributes() => (byte[])_attributes.Clone();
}
