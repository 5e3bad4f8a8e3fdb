namespace Pierhead.Web.Contract;

/// <summary>An item of <c>GET /api/v1/routes</c> and <c>GET /api/v1/lookup</c>. Attributes are in canonical text.</summary>
/// <param name="Address">The address of the session that the route was heard on.</param>
/// <param name="Rd">Route distinguisher, null for families without one.</param>
/// <param name="PathId">ADD-PATH identifier (RFC 7911), null where not negotiated.</param>
/// <param name="Origin"><c>igp egp incomplete</c>.</param>
/// <param name="Rule">Canonical text of a Flowspec rule, whose <paramref name="Prefix"/> is null.</param>
/// <param name="Other">Attributes not shown by name, as they came.</param>
/// <param name="Aigp">The metric of an AIGP attribute (RFC 7311).</param>
/// <param name="OnlyToCustomer">ONLY_TO_CUSTOMER (RFC 9234), an AS number.</param>
/// <param name="PmsiTunnel">PMSI_TUNNEL (RFC 6514) in words.</param>
public sealed record Route(
    string Tenant,
    string Device,
    string Address,
    string Family,
    string? Rd,
    string? Prefix,
    uint? PathId,
    string? NextHop,
    string? LinkLocalNextHop,
    string? AsPath,
    string? Origin,
    uint? Med,
    uint? LocalPref,
    IReadOnlyList<string> Communities,
    IReadOnlyList<string> ExtendedCommunities,
    IReadOnlyList<string> LargeCommunities,
    string? OriginatorId,
    IReadOnlyList<string> ClusterList,
    string? Aggregator,
    bool AtomicAggregate,
    IReadOnlyList<uint>? Labels,
    string? Rule,
    bool Stale,
    DateTimeOffset ReceivedAt,
    IReadOnlyList<OtherAttribute> Other,
    IReadOnlyList<string>? Ipv6ExtendedCommunities = null,
    ulong? Aigp = null,
    uint? OnlyToCustomer = null,
    string? PmsiTunnel = null);

/// <param name="Type">The attribute's type code.</param>
/// <param name="Flags">Its flags octet, as it came.</param>
/// <param name="Value">Its value in hexadecimal.</param>
/// <param name="Name">Its name, where it has one that is known.</param>
public sealed record OtherAttribute(int Type, int Flags, string Value, string? Name = null);
