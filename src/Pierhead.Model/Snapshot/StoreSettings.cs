using System.Collections.Immutable;

namespace Pierhead.Model.Snapshot;

/// <summary>The key <c>store</c> (later issue; validated now).</summary>
/// <param name="Kind"><c>duckdb</c> or <c>clickhouse</c>.</param>
/// <param name="Path">The database's file, absolute, or null when the tree names none.</param>
/// <param name="Keep">How long each resolution (<c>raw</c>, <c>1m</c>, ...) is kept.</param>
public sealed record StoreSettings(string Kind, string? Path, ImmutableDictionary<string, TimeSpan> Keep);
