namespace Pierhead.Routing;

/// <summary>Sizes of the shared tables. What is reserved is address space; memory is used as it fills.</summary>
public sealed class RouteTablesOptions
{
    /// <summary>The most different prefixes of one family, node-wide: at most 16,777,215. A session that announces one more ends with Cease / Out of Resources.</summary>
    public int MaxPrefixes { get; init; } = (1 << 24) - 1;

    /// <summary>The most different attribute sets, node-wide. Past 16,777,215 of them tables take the wide form.</summary>
    public int MaxAttributeSets { get; init; } = 1 << 26;

    /// <summary>Bytes for each kind of interned attribute: paths, communities, others, hop contexts. At most 16 GiB.</summary>
    public long MaxAttributeBytes { get; init; } = 16L << 30;

    /// <summary>Octets of all Flowspec rules of one family together. A session that announces more ends with Cease / Out of Resources.</summary>
    public long MaxRuleBytes { get; init; } = 256L << 20;

    /// <summary>
    /// How many prefixes and attributes must have been added, or routes dropped with their tables, before what nobody names is looked
    /// for; more where more is held.
    /// </summary>
    public long ReclaimAfter { get; init; } = 100_000;

    /// <summary>Routes of a table up to which it is always a hash; past it, it becomes a flat array where that costs little more.</summary>
    public int SparseRoutes { get; init; } = 896;

    /// <summary>Hop contexts that a narrow table can name, at most 255; with one more it becomes wide.</summary>
    public int PaletteSize { get; init; } = 255;

    /// <summary>How long after the first route of a family its initial load is over at the latest, End-of-RIB or not.</summary>
    public TimeSpan InitialLoad { get; init; } = TimeSpan.FromMinutes(2);
}
