using System.Diagnostics.CodeAnalysis;
using Pierhead.Routing.Interning;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Routing;

/// <summary>Reading the table: any thread, without locks.</summary>
public sealed partial class AdjRibIn
{
    /// <summary>The route of exactly this prefix, in its unicast family.</summary>
    public bool TryGetExact(IpPrefix prefix, [NotNullWhen(true)] out Route? route)
    {
        using var guard = _shared.Grace.Enter();
        var family = UnicastOf(prefix.IsIPv6);
        var id = _shared.Prefixes(family)!.Find(prefix);
        route = id == 0 ? null : Read(family, Held(family), id);
        return route is not null;
    }

    /// <summary>The route of the longest prefix that contains the address.</summary>
    public bool TryLongestMatch(Ip address, [NotNullWhen(true)] out Route? route)
    {
        using var guard = _shared.Grace.Enter();
        route = LongestCovering(address, address.BitLength);
        return route is not null;
    }

    /// <summary>The route of the longest prefix that covers the first bits of an address. Inside a guard.</summary>
    private Route? LongestCovering(Ip address, int length)
    {
        var family = UnicastOf(address.IsIPv6);
        var held = Held(family);
        if (held.IsEmpty)
        {
            return null;
        }

        // A route that is withdrawn between finding and reading it is looked for again: what covers it answers then.
        while (true)
        {
            var id = LongestCovering(family, ref held, address, length);
            var route = id == 0 ? null : Read(family, held, id);
            if (id == 0 || route is not null)
            {
                return route;
            }
        }
    }

    private static Family UnicastOf(bool isIPv6) => isIPv6 ? Family.IPv6 : Family.IPv4;

    private Route? Read(Family family, Generations held, uint id)
    {
        if (!TryRead(family, ref held, id, out var entry, out var second, out var isStale))
        {
            return null;
        }

        var nextHop = new HopContext(_shared.Contexts[entry.Context]).NextHop;
        return new Route(
            family,
            _shared.Prefixes(family)![id],
            nextHop.Length == 0 ? null : Ip.FromBytes(nextHop[..Math.Min(16, nextHop.Length)]),
            nextHop.Length == 32 ? Ip.FromBytes(nextHop[16..]) : null,
            AttributeEncoder.Encode(_shared, family, entry, isStale && held.IsLongLived),
            isStale || !_isUp,
            DateTimeOffset.FromUnixTimeSeconds(second));
    }

    /// <summary>The fresh entry before the stale one, and the fresh one again: between the two looks it may have come.</summary>
    private bool TryRead(Family family, ref Generations held, uint id, out HeldEntry entry, out long second, out bool isStale)
    {
        do
        {
            isStale = false;
            if (held.Fresh is { } fresh && fresh.TryRead(id, out entry, out second))
            {
                return true;
            }

            if (held.Stale is { } stale && stale.TryRead(id, out entry, out second))
            {
                return isStale = true;
            }
        }
        while (LookAgain(family, ref held));

        (entry, second) = (default, 0);
        return held is { Fresh: not null, Stale: not null } && held.Fresh.TryRead(id, out entry, out second);
    }
}
