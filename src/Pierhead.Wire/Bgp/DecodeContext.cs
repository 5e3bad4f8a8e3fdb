namespace Pierhead.Wire.Bgp;

/// <summary>
/// What a session negotiated that changes how its UPDATE messages are read: immutable for the life of the session.
/// </summary>
/// <param name="Families">Families negotiated by both sides (RFC 4760 section 8); NLRI of any other is ignored.</param>
/// <param name="AddPath">Families whose NLRI carry a path identifier in what we receive (RFC 7911).</param>
/// <param name="FourOctetAsn">Whether AS numbers in AS_PATH and AGGREGATOR have four octets (RFC 6793).</param>
/// <param name="Internal">Whether the session is iBGP: LOCAL_PREF, ORIGINATOR_ID and CLUSTER_LIST count only then (RFC 7606 section 7).</param>
public readonly record struct DecodeContext(FamilySet Families, FamilySet AddPath, bool FourOctetAsn, bool Internal)
{
    /// <summary>
    /// Families in which a prefix may carry a stack of several labels, whose end its bottom-of-stack bit shows (RFC 8277 section
    /// 2.1); in the other labelled ones it carries exactly one.
    /// </summary>
    public FamilySet MultipleLabels { get; init; }
}
