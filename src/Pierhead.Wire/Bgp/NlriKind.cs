namespace Pierhead.Wire.Bgp;

/// <summary>What the NLRI of a family are.</summary>
public enum NlriKind : byte
{
    /// <summary>Prefixes alone (RFC 4760 section 5).</summary>
    Prefix,

    /// <summary>Prefixes with labels (RFC 8277), in VPN families behind a route distinguisher (RFC 4364).</summary>
    Labeled,

    /// <summary>Flowspec rules (RFC 8955, RFC 8956), in VPN families behind a route distinguisher.</summary>
    Rule,
}
