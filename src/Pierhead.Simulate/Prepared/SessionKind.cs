using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Prepared;

/// <summary>What makes the UPDATE messages of one session differ from those of another in more than the router's own addresses.</summary>
/// <param name="Prepend">The router's AS where the session is external: it stands first in every path; null for iBGP.</param>
/// <param name="Reflected">Whether routes carry ORIGINATOR_ID and CLUSTER_LIST (RFC 4456); iBGP only.</param>
internal readonly record struct SessionKind(Asn? Prepend, bool Reflected)
{
    public bool IsInternal => Prepend is null;
}
