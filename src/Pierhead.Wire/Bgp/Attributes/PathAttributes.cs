using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// The attributes of a route as objects, for the API and for tests: made from the canonical octets and turned into them again
/// without loss. Immutable. What carries NLRI is not among them.
/// </summary>
public sealed partial class PathAttributes : IEquatable<PathAttributes>
{
    public Origin? Origin { get; init; }

    /// <summary>AS_PATH; null where it is absent, which an empty path is not.</summary>
    public AsPath? AsPath { get; init; }

    /// <summary>NEXT_HOP, an IPv4 address; that of other families is part of MP_REACH_NLRI.</summary>
    public Ip? NextHop { get; init; }

    public uint? Med { get; init; }

    public uint? LocalPref { get; init; }

    public bool AtomicAggregate { get; init; }

    public Aggregator? Aggregator { get; init; }

    public IReadOnlyList<Community> Communities { get; init; } = [];

    public Ip? OriginatorId { get; init; }

    public IReadOnlyList<Ip> ClusterList { get; init; } = [];

    public IReadOnlyList<ExtendedCommunity> ExtendedCommunities { get; init; } = [];

    public IReadOnlyList<LargeCommunity> LargeCommunities { get; init; } = [];

    /// <summary>IPV6_EXTENDED_COMMUNITIES (RFC 5701).</summary>
    public IReadOnlyList<IPv6ExtendedCommunity> IPv6ExtendedCommunities { get; init; } = [];

    /// <summary>The metric of an AIGP attribute that holds nothing but one AIGP TLV (RFC 7311 section 3).</summary>
    public ulong? Aigp { get; init; }

    /// <summary>ONLY_TO_CUSTOMER (RFC 9234 section 5).</summary>
    public Asn? OnlyToCustomer { get; init; }

    /// <summary>PMSI_TUNNEL (RFC 6514 section 5).</summary>
    public PmsiTunnel? PmsiTunnel { get; init; }

    /// <summary>All other attributes, and those above whose value is not what it should be, by type code.</summary>
    public IReadOnlyList<OtherAttribute> Others { get; init; } = [];

    /// <summary>A bit for each type code that carried the Partial bit, of those above that may carry it.</summary>
    public ulong Partial { get; init; }

    public bool Equals(PathAttributes? other) =>
        other is not null && ToCanonicalBytes().AsSpan().SequenceEqual(other.ToCanonicalBytes());

    public override bool Equals(object? obj) => Equals(obj as PathAttributes);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(ToCanonicalBytes());
        return hash.ToHashCode();
    }
}
