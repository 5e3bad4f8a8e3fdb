namespace Pierhead.Web.Contract;

/// <summary>An item of <c>GET /api/v1/unknown</c>: somebody came whom no tenant claims.</summary>
/// <param name="Kind"><c>bgp</c>; later also <c>flow</c>.</param>
/// <param name="Asn">The AS its OPEN named, or null when none was read.</param>
public sealed record Unknown(
    string Address,
    string Kind,
    long Attempts,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    uint? Asn);
