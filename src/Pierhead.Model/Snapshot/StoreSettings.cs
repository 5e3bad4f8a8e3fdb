using System.Collections.Immutable;

namespace Pierhead.Model.Snapshot;

/// <summary>The key <c>store</c> (later issue; validated now). <paramref name="Keep"/> maps a resolution to how long it is kept.</summary>
public sealed record StoreSettings(string Kind, string Path, ImmutableDictionary<string, TimeSpan> Keep);
