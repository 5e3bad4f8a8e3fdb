using System.Globalization;
using Pierhead.Control.Yaml;

namespace Pierhead.Control;

/// <summary>
/// Collects what is wrong with a tree. The same words at the same place count once: an anchored block is checked wherever it is used.
/// </summary>
internal sealed class Report
{
    private readonly HashSet<ConfigError> _errors = [];
    private readonly Dictionary<(string File, string Message), (int Line, int Count)> _warnings = [];

    public bool HasErrors => _errors.Count > 0;

    public int ErrorCount => _errors.Count;

    public void Error(Node at, string message) => Error(at.File, at.Line, message);

    public void Error(string file, int line, string message) => _errors.Add(new ConfigError(file, line, message));

    /// <summary>The same warning of one file is given once, at its first line, with how often it applies.</summary>
    public void Warn(string file, int line, string message)
    {
        var key = (file, message);
        _warnings[key] = _warnings.TryGetValue(key, out var known) ? (Math.Min(known.Line, line), known.Count + 1) : (line, 1);
    }

    public void Warn(Node at, string message) => Warn(at.File, at.Line, message);

    /// <summary>A key that is accepted and checked, but whose use comes with a later version.</summary>
    public void Later(Node at, string key) => Warn(at, $"`{key}` is checked, but has no effect in this version");

    public IReadOnlyList<ConfigError> Errors() =>
    [
        .. _errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Message, StringComparer.Ordinal),
    ];

    public IReadOnlyList<string> Warnings() =>
    [
        .. _warnings.OrderBy(w => w.Key.File, StringComparer.Ordinal).ThenBy(w => w.Value.Line).ThenBy(w => w.Key.Message, StringComparer.Ordinal)
            .Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Key.File}:{w.Value.Line}: {w.Key.Message}{Again(w.Value.Count)}")),
    ];

    private static string Again(int count) => count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (first of {count} in this file)");
}
