using System.Collections.Immutable;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>A tenant, validated.</summary>
/// <param name="Networks">The tenant's own address space; no mitigation outside it.</param>
public sealed record Tenant(
    TenantId Id,
    Asn Asn,
    ImmutableArray<IpPrefix> Networks,
    ImmutableArray<Site> Sites,
    ImmutableArray<Device> Devices,
    ImmutableArray<AcceptRange> Accept)
{
    /// <summary>Its VPNs by name.</summary>
    public ImmutableArray<Vrf> Vrfs { get; init; } = [];
}
