using System.Diagnostics.CodeAnalysis;
using Pierhead.Routing.Interning;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Routing;

/// <summary>Reading the table: any thread, without locks.</summary>
public sealed partial class AdjRibIn
{
    /// <summary>The route of exactly this prefix, in its unicast family; of several paths the one with the smallest identifier.</summary>
    public bool TryGetExact(IpPrefix prefix, [NotNullWhen(true)] out Route? route)
    {
        using var guard = _shared.Grace.Enter();
        var family = UnicastOf(prefix.IsIPv6);
        var id = _shared.Prefixes(family)!.Find(prefix);
        route = id == 0 ? null : First(ReadAll(family, Held(family), id));
        return route is not null;
    }

    /// <summary>The route of the longest prefix that contains the address, in its unicast family; of several paths the one with the smallest identifier.</summary>
    public bool TryLongestMatch(Ip address, [NotNullWhen(true)] out Route? route)
    {
        using var guard = _shared.Grace.Enter();
        route = First(LongestCovering(UnicastOf(address.IsIPv6), default, address, address.BitLength));
        return route is not null;
    }

    /// <summary>
    /// The routes of the longest prefix that contains the address, all its paths: of unicast and labelled unicast families, the
    /// former where both have one as long.
    /// </summary>
    public IReadOnlyList<Route> LongestMatch(Ip address)
    {
        using var guard = _shared.Grace.Enter();
        var plain = LongestCovering(UnicastOf(address.IsIPv6), default, address, address.BitLength);
        var labeled = LongestCovering(address.IsIPv6 ? Family.IPv6Labeled : Family.IPv4Labeled, default, address, address.BitLength);
        return labeled.Count == 0 || (plain.Count != 0 && plain[0].Prefix!.Value.Length >= labeled[0].Prefix!.Value.Length) ? plain : labeled;
    }

    /// <summary>The routes of the longest prefix behind a route distinguisher that contains the address, all its paths.</summary>
    public IReadOnlyList<Route> LongestMatch(RouteDistinguisher distinguisher, Ip address)
    {
        using var guard = _shared.Grace.Enter();
        return LongestCovering(address.IsIPv6 ? Family.VpnV6 : Family.VpnV4, distinguisher, address, address.BitLength);
    }

    private static Route? First(List<Route> routes) => routes.Count == 0 ? null : routes[0];

    private static Family UnicastOf(bool isIPv6) => isIPv6 ? Family.IPv6 : Family.IPv4;

    /// <summary>
    /// The routes of the longest prefix that covers the first bits of an address, all its paths; in a VPN family behind a
    /// distinguisher. Inside a guard.
    /// </summary>
    private List<Route> LongestCovering(Family family, RouteDistinguisher distinguisher, Ip address, int length)
    {
        var held = Held(family);
        if (held.IsEmpty)
        {
            return [];
        }

        // A route that is withdrawn between finding and reading it is looked for again: what covers it answers then.
        while (true)
        {
            var id = LongestCovering(family, ref held, distinguisher, address, length);
            var routes = id == 0 ? [] : ReadAll(family, held, id);
            if (id == 0 || routes.Count != 0)
            {
                return routes;
            }
        }
    }

    /// <summary>All routes of a key, by path identifier.</summary>
    private List<Route> ReadAll(Family family, Generations held, uint id)
    {
        var entries = new List<PathEntry>();
        Gather(family, ref held, id, entries);
        var routes = new List<Route>(entries.Count);
        foreach (var entry in entries)
        {
            routes.Add(ToRoute(family, held, id, entry));
        }

        return routes;
    }

    /// <summary>
    /// The entries of a key, of both generations, by path identifier. The stale ones are read first: an entry that moves to the
    /// fresh ones meanwhile is there before it leaves.
    /// </summary>
    private void Gather(Family family, ref Generations held, uint id, List<PathEntry> entries)
    {
        var read = new List<(HeldEntry Entry, long Second)>();
        do
        {
            entries.Clear();
            read.Clear();
            held.Stale?.ReadAll(id, read);
            var stale = read.Count;
            held.Fresh?.ReadAll(id, read);
            var isSame = held.Fresh?.HasPaths == held.Stale?.HasPaths;
            for (var index = 0; index < read.Count; index++)
            {
                var (entry, second) = read[index];
                var isStale = index < stale;
                if (!isStale || !IsReplaced(entry.PathId, isSame, read, stale))
                {
                    entries.Add(new PathEntry(entry, second, isStale, isStale ? held.Stale!.HasPaths : held.Fresh!.HasPaths));
                }
            }
        }
        while (entries.Count == 0 && LookAgain(family, ref held));

        entries.Sort(static (left, right) => left.Entry.PathId.CompareTo(right.Entry.PathId));
    }

    /// <summary>Whether a stale path is among the fresh ones; where identifiers do not compare, any fresh path replaces it.</summary>
    private static bool IsReplaced(uint pathId, bool isSame, List<(HeldEntry Entry, long Second)> read, int fresh)
    {
        for (var index = fresh; index < read.Count; index++)
        {
            if (!isSame || read[index].Entry.PathId == pathId)
            {
                return true;
            }
        }

        return false;
    }

    private Route ToRoute(Family family, Generations held, uint id, in PathEntry path)
    {
        var key = _shared.Keys(family).Describe(id);
        var context = new HopContext(_shared.Contexts[path.Entry.Context]);
        var nextHop = context.NextHop;
        return new Route(family, AttributeEncoder.Encode(_shared, family, path.Entry, path.IsStale && held.IsLongLived))
        {
            Distinguisher = key.Distinguisher,
            Prefix = key.Prefix,
            Rule = key.Rule,
            PathId = path.HasPathId ? path.Entry.PathId : null,
            Labels = family.Kind() == NlriKind.Labeled ? Labels(context.Labels) : null,
            NextHop = nextHop.Length == 0 ? null : Ip.FromBytes(nextHop[..Math.Min(16, nextHop.Length)]),
            LinkLocalNextHop = nextHop.Length == 32 ? Ip.FromBytes(nextHop[16..]) : null,
            Stale = path.IsStale || !_isUp,
            ReceivedAt = DateTimeOffset.FromUnixTimeSeconds(path.Second),
        };
    }

    private static uint[] Labels(ReadOnlySpan<byte> stack)
    {
        var labels = new uint[stack.Length / 3];
        for (var index = 0; index < labels.Length; index++)
        {
            labels[index] = (uint)((stack[index * 3] << 12) | (stack[(index * 3) + 1] << 4) | (stack[(index * 3) + 2] >> 4));
        }

        return labels;
    }

    /// <summary>A path as it was read.</summary>
    private readonly record struct PathEntry(HeldEntry Entry, long Second, bool IsStale, bool HasPathId);
}
