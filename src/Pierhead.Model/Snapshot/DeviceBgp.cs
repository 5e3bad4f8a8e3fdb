using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>
/// The settings of a device's sessions. Compares by content: a reload touches a session only when the whole record, or its
/// device's addresses, changed.
/// </summary>
/// <param name="PeerAsn">The router's AS; another one in its OPEN gets NOTIFICATION 2/2. <see cref="AnyAsn"/> with <c>local_asn: peer</c> and no <c>asn</c>.</param>
/// <param name="LocalAsn">Ours towards it; null for <c>peer</c>: whatever the router's OPEN says.</param>
/// <param name="Password">TCP MD5 key (RFC 2385), or null.</param>
/// <param name="Families">Families offered.</param>
/// <param name="AddPath">Families in which more paths are asked for (RFC 7911).</param>
/// <param name="HoldTime">Offered hold time: 0 (no keepalives) or at least 3 s (RFC 4271 section 4.2).</param>
/// <param name="GtsmHops">How many hops away the router may be (RFC 5082), or null for no check.</param>
/// <param name="Limits">Prefix limits.</param>
/// <param name="KeepStale">How long the table of a lost session still answers.</param>
/// <param name="Mitigation">What may be announced to the router.</param>
public sealed record DeviceBgp(
    Asn PeerAsn,
    Asn? LocalAsn,
    Secret? Password,
    FamilySet Families,
    FamilySet AddPath,
    TimeSpan HoldTime,
    int? GtsmHops,
    PrefixLimits Limits,
    TimeSpan KeepStale,
    MitigationSettings Mitigation)
{
    /// <summary>AS 0, which is nobody's (RFC 7607): stands for whatever AS the router's OPEN says.</summary>
    public static readonly Asn AnyAsn = new(0);
}
