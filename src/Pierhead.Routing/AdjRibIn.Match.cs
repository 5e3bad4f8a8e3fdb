using System.Runtime.CompilerServices;
using Pierhead.Routing.Matching;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Routing;

/// <summary>Longest match in the table.</summary>
public sealed partial class AdjRibIn
{
    private const int MatchesAtATime = 32;

    /// <summary>
    /// The longest match of many addresses of one family, their cache misses overlapped. It sees prefixes that are new to the node
    /// as soon as the index follows, which takes a fraction of a second; <see cref="TryLongestMatch"/> sees them at once.
    /// </summary>
    internal void LongestMatch(ReadOnlySpan<Ip> addresses, Span<RouteKey> found)
    {
        if (addresses.IsEmpty)
        {
            return;
        }

        using var guard = _shared.Grace.Enter();
        var family = UnicastOf(addresses[0].IsIPv6);
        var held = Held(family);
        var index = _shared.Index(family)!;
        for (var at = 0; at < addresses.Length; at += MatchesAtATime)
        {
            var count = Math.Min(MatchesAtATime, addresses.Length - at);
            Match(index, family, ref held, addresses.Slice(at, count), found.Slice(at, count));
        }
    }

    [SkipLocalsInit]
    private void Match(LongestMatchIndex index, Family family, ref Generations held, ReadOnlySpan<Ip> addresses, Span<RouteKey> found)
    {
        Span<ulong> high = stackalloc ulong[MatchesAtATime];
        Span<ulong> low = stackalloc ulong[MatchesAtATime];
        Span<uint> ids = stackalloc uint[MatchesAtATime];
        high = high[..addresses.Length];
        ids = ids[..addresses.Length];
        for (var at = 0; at < addresses.Length; at++)
        {
            high[at] = addresses[at].High;
            low[at] = addresses[at].Low;
        }

        index.MostSpecific(high, low[..addresses.Length], ids);
        foreach (var id in ids)
        {
            held.Fresh?.Prefetch(id);
        }

        for (var at = 0; at < ids.Length; at++)
        {
            found[at] = default;
            for (var id = ids[at]; id != 0; id = index.Parent(id))
            {
                if (TryRead(family, ref held, id, out var entry))
                {
                    found[at] = new RouteKey(id, entry.Set, entry.Context);
                    break;
                }
            }
        }
    }

    /// <summary>
    /// The id of the longest prefix held that covers the first bits of an address, in a VPN family behind a distinguisher; 0 for
    /// none. Inside a guard.
    /// </summary>
    private uint LongestCovering(Family family, ref Generations held, RouteDistinguisher distinguisher, Ip address, int length) =>
        _shared.Vpn(family) is { } vpn
            ? LongestCovering(vpn, family, ref held, distinguisher, address, length)
            : LongestCovering(_shared.Prefixes(family)!, family, ref held, address, length);

    /// <summary>VPN prefixes have no index: the lengths that exist are tried, longest first, each by one look into the dictionary.</summary>
    private uint LongestCovering(
        VpnPrefixes prefixes, Family family, ref Generations held, RouteDistinguisher distinguisher, Ip address, int length)
    {
        for (var bits = length; bits >= 0; bits--)
        {
            var id = prefixes.Has(bits) ? prefixes.Find(distinguisher, IpPrefix.Create(address, bits)) : 0;
            if (id != 0 && TryRead(family, ref held, id, out _))
            {
                return id;
            }
        }

        return 0;
    }

    private uint LongestCovering(PrefixDictionary prefixes, Family family, ref Generations held, Ip address, int length)
    {
        var index = _shared.Index(family)!;

        // The index only where it has all that the dictionary has at this moment: else the answer could be a shorter one.
        if (length == address.BitLength && index.IsCaughtUp)
        {
            var id = index.MostSpecific(address.High, address.Low);
            while (id != 0 && !TryRead(family, ref held, id, out _))
            {
                id = index.Parent(id);
            }

            return id;
        }

        for (var bits = length; bits >= 0; bits--)
        {
            var id = prefixes.Has(bits) ? prefixes.Find(IpPrefix.Create(address, bits)) : 0;
            if (id != 0 && TryRead(family, ref held, id, out _))
            {
                return id;
            }
        }

        return 0;
    }

    /// <summary>Reads an entry; its time is not to be used.</summary>
    private bool TryRead(Family family, ref Generations held, uint id, out HeldEntry entry)
    {
        do
        {
            if ((held.Fresh is { } fresh && fresh.TryRead(id, out entry)) || (held.Stale is { } stale && stale.TryRead(id, out entry)))
            {
                return true;
            }
        }
        while (LookAgain(family, ref held));

        // Between the two looks it may have gone from the stale table to the fresh one.
        entry = default;
        return held is { Fresh: not null, Stale: not null } && held.Fresh.TryRead(id, out entry);
    }

    /// <summary>Whether other generations came since, so that what was not found may be there.</summary>
    private bool LookAgain(Family family, ref Generations held)
    {
        var now = Held(family);
        var changed = now != held;
        held = now;
        return changed;
    }
}
