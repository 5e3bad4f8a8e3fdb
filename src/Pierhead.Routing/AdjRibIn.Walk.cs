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
    /// once, however many pages it takes.
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
        if (held.IsEmpty || position < 0 || _shared.Prefixes(family) is not { } prefixes)
        {
            return new WalkResult([], WalkResult.End);
        }

        if (filter.Prefix is { } prefix && (prefix.IsIPv6 != prefixes.IsIPv6 || filter.Match != PrefixMatch.Longer))
        {
            return new WalkResult(prefix.IsIPv6 == prefixes.IsIPv6 ? One(family, filter, held, prefixes) : [], WalkResult.End);
        }

        return Scan(family, filter, held, prefixes, (uint)position, limit, scanBudget);
    }

    private IReadOnlyList<Route> One(Family family, RouteFilter filter, Generations held, PrefixDictionary prefixes)
    {
        var prefix = filter.Prefix!.Value;
        Route? route;
        if (filter.Match == PrefixMatch.Exact)
        {
            var id = prefixes.Find(prefix);
            route = id == 0 ? null : Read(family, held, id);
        }
        else
        {
            route = LongestCovering(prefix.Address, prefix.Length);
        }

        return route is not null && filter.Accepts(route.Attributes) ? [route] : [];
    }

    private WalkResult Scan(
        Family family, RouteFilter filter, Generations held, PrefixDictionary prefixes, uint position, int limit, int scanBudget)
    {
        var routes = new List<Route>(Math.Min(limit, IdsAtATime));
        var verdicts = filter.AsksForAttributes ? new Dictionary<(uint Set, bool IsLongLived), bool>() : null;
        Span<uint> ids = stackalloc uint[IdsAtATime];
        var next = position;
        var budget = Math.Max(1, scanBudget);
        do
        {
            var found = Ids(held, next, ids, ref budget, out var after);
            foreach (var id in ids[..found])
            {
                if ((filter.Prefix is { } prefix && !prefix.Covers(prefixes[id]))
                    || (verdicts is not null && !Accepts(family, filter, held, id, verdicts)))
                {
                    continue;
                }

                if (Read(family, held, id) is { } route)
                {
                    routes.Add(route);
                    if (routes.Count == limit)
                    {
                        return new WalkResult(routes, (long)id + 1);
                    }
                }
            }

            next = after;
        }
        while (next != 0 && budget > 0);

        return new WalkResult(routes, next == 0 ? WalkResult.End : next);
    }

    /// <summary>Whether a route's attributes pass: asked once for each attribute set, because thousands of routes share one.</summary>
    private bool Accepts(Family family, RouteFilter filter, Generations held, uint id, Dictionary<(uint Set, bool IsLongLived), bool> verdicts)
    {
        if (!TryRead(family, ref held, id, out var entry, out _, out var isStale))
        {
            return false;
        }

        var isLongLived = isStale && held.IsLongLived;
        if (!verdicts.TryGetValue((entry.Set, isLongLived), out var passes))
        {
            passes = filter.Accepts(PathAttributes.Decode(AttributeEncoder.Encode(_shared, family, entry, isLongLived)));
            verdicts[(entry.Set, isLongLived)] = passes;
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
