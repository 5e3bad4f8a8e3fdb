using Pierhead.Model.Snapshot;

namespace Pierhead.Control;

/// <summary>What reading a tree gave.</summary>
/// <param name="Configuration">The validated tree; null when there is any error.</param>
/// <param name="Errors">Every mistake of the tree, one each, by file and line.</param>
/// <param name="Warnings">What is accepted but has no effect yet, or is worth a second look; <c>file:line: message</c> each.</param>
public sealed record ConfigResult(Configuration? Configuration, IReadOnlyList<ConfigError> Errors, IReadOnlyList<string> Warnings);
