using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Tests;

/// <summary>What a table must be, written as plainly as can be.</summary>
internal sealed class NaiveTable
{
    private readonly Dictionary<IpPrefix, NaiveRoute> _routes = [];

    public bool IsUp { get; private set; }

    public IReadOnlyDictionary<IpPrefix, NaiveRoute> Routes => _routes;

    public void Up()
    {
        IsUp = true;
        MarkAll();
    }

    public void Down()
    {
        IsUp = false;
        MarkAll();
    }

    public void Announce(IEnumerable<IpPrefix> prefixes, TestAttributes attributes, Ip nextHop)
    {
        foreach (var prefix in prefixes)
        {
            _routes[prefix] = new NaiveRoute(attributes, nextHop, Stale: false);
        }
    }

    public void Withdraw(IEnumerable<IpPrefix> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            _ = _routes.Remove(prefix);
        }
    }

    public void EndOfRib(Family family) => Drop((prefix, route) => route.Stale && prefix.IsIPv6 == (family == Family.IPv6));

    public void DropStale() => Drop((_, route) => route.Stale);

    public void Clear() => _routes.Clear();

    public long Count(Family family) => _routes.Keys.LongCount(prefix => prefix.IsIPv6 == (family == Family.IPv6));

    public (IpPrefix Prefix, NaiveRoute Route)? LongestMatch(Ip address)
    {
        for (var length = address.BitLength; length >= 0; length--)
        {
            var prefix = IpPrefix.Create(address, length);
            if (_routes.TryGetValue(prefix, out var route))
            {
                return (prefix, route);
            }
        }

        return null;
    }

    private void MarkAll()
    {
        foreach (var (prefix, route) in _routes.ToList())
        {
            _routes[prefix] = route with { Stale = true };
        }
    }

    private void Drop(Func<IpPrefix, NaiveRoute, bool> condition)
    {
        foreach (var (prefix, route) in _routes.ToList())
        {
            if (condition(prefix, route))
            {
                _ = _routes.Remove(prefix);
            }
        }
    }
}

internal sealed record NaiveRoute(TestAttributes Attributes, Ip NextHop, bool Stale);
