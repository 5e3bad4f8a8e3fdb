using System.Collections.Immutable;
using Pierhead.Model.Snapshot;

namespace Pierhead.Control.Announcements;

/// <summary>What reading the file came to: all of it, or none and why.</summary>
public sealed record AnnouncementResult(ImmutableArray<AnnouncedRoute> Routes, IReadOnlyList<ConfigError> Errors);
