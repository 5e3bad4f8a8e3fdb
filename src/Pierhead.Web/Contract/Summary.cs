namespace Pierhead.Web.Contract;

/// <summary>Answer of <c>GET /api/v1/summary</c>: counters, never a walk. A tenant's token sees its own tenant's sessions and routes.</summary>
public sealed record Summary(
    string Node,
    string Version,
    long UptimeSeconds,
    SummarySessions Sessions,
    SummaryRoutes Routes,
    SummaryMemory Memory);

public sealed record SummarySessions(int Configured, int Established);

/// <param name="Total">Paths held and answerable, stale ones included.</param>
/// <param name="Prefixes">Distinct prefixes on the node (null for a tenant's token: they are shared).</param>
/// <param name="AttributeSets">Distinct attribute sets on the node (null for a tenant's token).</param>
/// <param name="ByFamily">Paths by the name of their family, those without any left out.</param>
public sealed record SummaryRoutes(
    long Total, long Stale, long Ipv4, long Ipv6, long? Prefixes, long? AttributeSets, IReadOnlyDictionary<string, long>? ByFamily = null);

public sealed record SummaryMemory(long ResidentBytes);
