using Pierhead.Routing.Interning;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Routing;

/// <summary>Paging through the table.</summary>
public sealed partial class AdjRibIn
{
    private const int IdsAtATime = 256;

    /// <summary>
    /// Finds routes from a position on. Positions are stable while the table changes: a route that is held all along is found
    /// once, however many pages it takes. All paths of a prefix come one after the other, by their identifiers.
    /// </summary>
    /// <param name="family">The family to look at.</param>
    /// <param name="filter">What to find.</param>
    /// <param name="position">0 to begin, else what the last page said.</param>
    /// <param name="limit">Routes at most.</param>
    /// <param name="scanBudget">Places of the table to look at, about, so that no call takes long; a page may be short, or empty, for it.</param>
    public WalkResult Walk(Family family, RouteFilter filter, long position, int limit, int scanBudget)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        using var guard = _shared.Grace.Enter();
        var held = Held(family);
        if (held.IsEmpty || position < 0 || !filter.CanMatch(family))
        {
            return new WalkResult([], WalkResult.End);
        }

        return FindOne(family, filter, held, out var id)
            ? One(family, filter, held, id, position, limit)
            : Scan(family, filter, held, position, limit, scanBudget);
    }

    /// <summary>Whether the filter names one key, so that nothing need be scanned; its id is 0 where no route has it.</summary>
    private bool FindOne(Family family, RouteFilter filter, Generations held, out uint id)
    {
        id = 0;
        if (filter.Prefix is not { } prefix || filter.Match == PrefixMatch.Longer)
        {
            return false;
        }

        if (family.HasDistinguisher() && filter.Distinguishers is not { Count: 1 })
        {
            return false;
        }

        var distinguisher = filter.Distinguishers?.First() ?? default;
        id = filter.Match == PrefixMatch.Longest
            ? LongestCovering(family, ref held, distinguisher, prefix.Address, prefix.Length)
            : _shared.Vpn(family) is { } vpn ? vpn.Find(distinguisher, prefix) : _shared.Prefixes(family)!.Find(prefix);
        return true;
    }

    private WalkResult One(Family family, RouteFilter filter, Generations held, uint id, long position, int limit)
    {
        // A later page must not move to another key because what the first one showed has gone.
        if (id == 0 || (position != 0 && WalkPosition.IdOf(position) != id))
        {
            return new WalkResult([], WalkResult.End);
        }

        var routes = new List<Route>();
        var verdicts = filter.AsksForAttributes ? new Dictionary<(uint Set, bool IsLongLived), bool>() : null;
        var next = Collect(family, filter, ref held, id, position, limit, verdicts, [], routes);
        return new WalkResult(routes, next ?? WalkResult.End);
    }

    private WalkResult Scan(Family family, RouteFilter filter, Generations held, long position, int limit, int scanBudget)
    {
        var keys = _shared.Keys(family);
        var routes = new List<Route>(Math.Min(limit, IdsAtATime));
        var verdicts = filter.AsksForAttributes ? new Dictionary<(uint Set, bool IsLongLived), bool>() : null;
        var entries = new List<PathEntry>();
        Span<uint> ids = stackalloc uint[IdsAtATime];
        var next = WalkPosition.IdOf(position);
        var budget = Math.Max(1, scanBudget);
        do
        {
            var found = Ids(held, next, ids, ref budget, out var after);
            foreach (var id in ids[..found])
            {
                if (!HasKey(family, filter, ref held, keys, id))
                {
                    continue;
                }

                var from = WalkPosition.IdOf(position) == id ? position : WalkPosition.Of(id, 0);
                if (Collect(family, filter, ref held, id, from, limit, verdicts, entries, routes) is { } rest)
                {
                    return new WalkResult(routes, rest);
                }

                if (routes.Count == limit)
                {
                    return new WalkResult(routes, WalkPosition.Of(id + 1, 0));
                }
            }

            next = after;
        }
        while (next != 0 && budget > 0);

        return new WalkResult(routes, next == 0 ? WalkResult.End : WalkPosition.Of(next, 0));
    }

    /// <summary>Whether a key is one that the filter asks for.</summary>
    private bool HasKey(Family family, RouteFilter filter, ref Generations held, KeyDictionary keys, uint id)
    {
        if (filter.Prefix is null && filter.Distinguishers is null)
        {
            return true;
        }

        var key = keys.Describe(id);
        if (filter.Distinguishers is { } distinguishers && !distinguishers.Contains(key.Distinguisher!.Value))
        {
            return false;
        }

        return filter.Prefix is not { } asked || (key.Prefix is { } prefix && filter.Match switch
        {
            PrefixMatch.Exact => prefix == asked,
            PrefixMatch.Longer => asked.Covers(prefix),

            // Behind any distinguisher: for each of them the longest.
            _ => prefix.Covers(asked)
                && LongestCovering(family, ref held, key.Distinguisher ?? default, asked.Address, asked.Length) == id,
        });
    }

    /// <summary>
    /// Adds the routes of a key from a path identifier on, while there is room; answers where to go on when it ended before the last.
    /// </summary>
    private long? Collect(
        Family family,
        RouteFilter filter,
        ref Generations held,
        uint id,
        long position,
        int limit,
        Dictionary<(uint Set, bool IsLongLived), bool>? verdicts,
        List<PathEntry> entries,
        List<Route> routes)
    {
        Gather(family, ref held, id, entries);
        foreach (var entry in entries)
        {
            if (entry.Entry.PathId < WalkPosition.PathIdOf(position)
                || (verdicts is not null && !Accepts(family, filter, held, entry, verdicts)))
            {
                continue;
            }

            if (routes.Count == limit)
            {
                return WalkPosition.Of(id, entry.Entry.PathId);
            }

            routes.Add(ToRoute(family, held, id, entry));
        }

        return null;
    }

    /// <summary>Whether a route's attributes pass: asked once for each attribute set, because thousands of routes share one.</summary>
    private bool Accepts(
        Family family, RouteFilter filter, Generations held, in PathEntry path, Dictionary<(uint Set, bool IsLongLived), bool> verdicts)
    {
        var isLongLived = path.IsStale && held.IsLongLived;
        var question = (path.Entry.Set, isLongLived);
        if (!verdicts.TryGetValue(question, out var passes))
        {
            passes = filter.Accepts(PathAttributes.Decode(AttributeEncoder.Encode(_shared, family, path.Entry, isLongLived)));
            verdicts[question] = passes;
        }

        return passes;
    }

    /// <summary>The next ids of both generations together, ascending.</summary>
    private static int Ids(Generations held, uint from, Span<uint> ids, ref int budget, out uint next)
    {
        if (held.Fresh is null || held.Stale is null)
        {
            return (held.Fresh ?? held.Stale)!.Ids(from, ids, ref budget, out next);
        }

        Span<uint> stale = stackalloc uint[IdsAtATime / 2];
        Span<uint> fresh = stackalloc uint[IdsAtATime / 2];
        var freshCount = held.Fresh.Ids(from, fresh, ref budget, out var nextFresh);
        budget = Math.Max(budget, 1);
        var staleCount = held.Stale.Ids(from, stale, ref budget, out var nextStale);

        // Only up to where both have looked; what one found beyond comes with the next call.
        next = Earlier(nextFresh, nextStale);
        var count = 0;
        var bound = next == 0 ? uint.MaxValue : next;
        int left = 0, right = 0;
        while (true)
        {
            var a = left < freshCount ? fresh[left] : uint.MaxValue;
            var b = right < staleCount ? stale[right] : uint.MaxValue;
            var id = Math.Min(a, b);
            if (id >= bound || id == uint.MaxValue)
            {
                return count;
            }

            ids[count++] = id;
            left += a == id ? 1 : 0;
            right += b == id ? 1 : 0;
        }
    }

    private static uint Earlier(uint first, uint second) =>
        first == 0 ? second : second == 0 ? first : Math.Min(first, second);
}
