using Pierhead.Wire.Net;

namespace Pierhead.Routing.Tests;

/// <summary>What a route of any family is known by, written as plainly as can be: a prefix or a rule, behind a distinguisher or not.</summary>
internal sealed record NaiveKey(ulong Distinguisher, IpPrefix? Prefix, string? Rule);

/// <summary>What is held for a key and path.</summary>
internal sealed record NaivePath(TestAttributes Attributes, Ip NextHop, uint[]? Labels, bool Stale);

/// <summary>A family's table of paths as a dictionary; a session without path identifiers has only path 0.</summary>
internal sealed class NaivePaths
{
    private readonly Dictionary<(NaiveKey Key, bool HasPathId, uint PathId), NaivePath> _paths = [];

    public IReadOnlyDictionary<(NaiveKey Key, bool HasPathId, uint PathId), NaivePath> Paths => _paths;

    public void Announce(NaiveKey key, uint? pathId, NaivePath path)
    {
        RemoveOthers(key, pathId);
        _paths[(key, pathId is not null, pathId ?? 0)] = path;
    }

    public void Withdraw(NaiveKey key, uint? pathId)
    {
        if (!_paths.Remove((key, pathId is not null, pathId ?? 0)))
        {
            RemoveOthers(key, pathId);
        }
    }

    public void MarkAll() => Replace((_, path) => path with { Stale = true });

    public void DropStale() => Replace((_, path) => path.Stale ? null : path);

    /// <summary>Joining what cannot be told apart: of two losses in a row the newer word counts.</summary>
    public void Lose(bool hadPathIds)
    {
        if (_paths.Any(path => path.Key.HasPathId == hadPathIds && !path.Value.Stale))
        {
            Replace((key, path) => key.HasPathId == hadPathIds ? path : null);
        }

        MarkAll();
    }

    private void RemoveOthers(NaiveKey key, uint? pathId)
    {
        foreach (var other in _paths.Keys.Where(other => other.Key == key && other.HasPathId != (pathId is not null)).ToList())
        {
            _ = _paths.Remove(other);
        }
    }

    private void Replace(Func<(NaiveKey Key, bool HasPathId, uint PathId), NaivePath, NaivePath?> change)
    {
        foreach (var (key, path) in _paths.ToList())
        {
            if (change(key, path) is { } changed)
            {
                _paths[key] = changed;
            }
            else
            {
                _ = _paths.Remove(key);
            }
        }
    }
}
