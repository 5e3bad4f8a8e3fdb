namespace Pierhead.Simulate.Tables;

/// <summary>A table made from a seed: the same options make the same table on every machine.</summary>
public sealed record SeededTableOptions
{
    /// <summary>More than today's table, and less than fills the address space.</summary>
    public const int MaximumIPv4 = 4_000_000;

    public const int MaximumIPv6 = 2_000_000;

    /// <summary>Which prefixes and origins.</summary>
    public ulong Seed { get; init; } = 1;

    public int IPv4Count { get; init; } = 1_000_000;

    public int IPv6Count { get; init; } = 200_000;

    /// <summary>Which paths and communities.</summary>
    public TableView View { get; init; } = TableView.Default;
}
