using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>Compares everything that a table answers with the plain one.</summary>
internal static class Expect
{
    public static void Same(NaiveTable expected, AdjRibIn table, IEnumerable<IpPrefix> universe, Random random)
    {
        foreach (var family in new[] { Family.IPv4, Family.IPv6 })
        {
            Assert.Equal(expected.Count(family), table.Count(family));
            SameWalk(expected, table, family, RouteFilter.All, random);
        }

        Assert.Equal(expected.Routes.Values.LongCount(route => route.Stale), table.StaleCount);
        foreach (var prefix in universe)
        {
            var found = table.TryGetExact(prefix, out var route);
            Assert.Equal(expected.Routes.TryGetValue(prefix, out var naive), found);
            if (found)
            {
                Same(prefix, naive!, route!);
            }

            SameLongestMatch(expected, table, prefix.Address);
        }
    }

    public static void SameLongestMatch(NaiveTable expected, AdjRibIn table, Ip address)
    {
        var found = table.TryLongestMatch(address, out var route);
        var naive = expected.LongestMatch(address);
        Assert.Equal(naive is not null, found);
        if (found)
        {
            Same(naive!.Value.Prefix, naive.Value.Route, route!);
        }
    }

    public static void SameWalk(NaiveTable expected, AdjRibIn table, Family family, RouteFilter filter, Random random)
    {
        var seen = new HashSet<IpPrefix>();
        for (long position = 0; position != WalkResult.End;)
        {
            var page = table.Walk(family, filter, position, random.Next(1, 50), random.Next(1, 400));
            foreach (var route in page.Routes)
            {
                var prefix = route.Prefix!.Value;
                Assert.True(seen.Add(prefix), $"{prefix} came twice");
                Same(prefix, expected.Routes[prefix], route);
            }

            position = page.Next;
        }

        var wanted = expected.Routes.Keys.Where(prefix => prefix.IsIPv6 == (family == Family.IPv6) && Matches(filter, prefix));
        Assert.Equal(wanted.ToHashSet(), seen);
    }

    private static bool Matches(RouteFilter filter, IpPrefix prefix) => filter.Prefix is not { } asked || asked.Covers(prefix);

    private static void Same(IpPrefix prefix, NaiveRoute expected, Route route)
    {
        Assert.Equal(prefix, route.Prefix);
        Assert.Equal(expected.NextHop, route.NextHop);
        Assert.Equal(expected.Stale, route.Stale);
        Assert.Equal(Convert.ToHexString(expected.Attributes.Encode(prefix.IsIPv6 ? null : expected.NextHop)), Convert.ToHexString(route.EncodeAttributes()));
    }
}
