using Pierhead.Wire.Bgp;

namespace Pierhead.Routing;

/// <summary>Counters of all tables together; reading them walks nothing.</summary>
/// <param name="Routes">Paths held and answerable, stale ones included.</param>
/// <param name="Stale">Those of them that are stale.</param>
/// <param name="Prefixes">Different prefixes known.</param>
/// <param name="AttributeSets">Different shared attribute sets known.</param>
/// <param name="ByFamily">Paths by family, indexed by <see cref="Family"/>.</param>
public sealed record RouteTotals(long Routes, long Stale, long Prefixes, long AttributeSets, IReadOnlyList<long> ByFamily)
{
    public long Of(Family family) => ByFamily[(int)family];
}
