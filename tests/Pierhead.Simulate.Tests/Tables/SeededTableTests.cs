using System.Security.Cryptography;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Tables;

public sealed class SeededTableTests
{
    private static readonly RouteTable Table = Plans.Table(100_000, 20_000);

    [Fact]
    public void Create_SameOptions_SameTable() => Assert.Equal(Fingerprint(Table), Fingerprint(Plans.Table(100_000, 20_000)));

    [Fact]
    public void Create_KnownSeed_NeverChanges() =>
        Assert.Equal("B029", Fingerprint(Plans.Table(2_000, 500, seed: 7))[..4]);

    [Fact]
    public void Create_OtherSeed_OtherTable()
    {
        var other = Plans.Table(100_000, 20_000, seed: 2).IPv4.Prefixes.ToArray().ToHashSet();
        other.IntersectWith(Table.IPv4.Prefixes.ToArray());
        Assert.InRange(other.Count, 0, 5_000);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(19, 3)]
    [InlineData(777, 1_234)]
    [InlineData(100_000, 20_000)]
    public void Create_AnySize_HoldsThatManyDistinctPrefixes(int ipv4, int ipv6)
    {
        var table = Plans.Table(ipv4, ipv6);
        Assert.Equal(ipv4, table.IPv4.Prefixes.ToArray().Distinct().Count());
        Assert.Equal(ipv6, table.IPv6.Prefixes.ToArray().Distinct().Count());
        Assert.All(table.IPv6.Prefixes.ToArray(), prefix => Assert.True(prefix.IsIPv6));
    }

    [Theory]
    [InlineData("1.1.1.0/24", 13335)]
    [InlineData("8.8.8.0/24", 15169)]
    [InlineData("193.0.0.0/21", 3333)]
    [InlineData("2606:4700:4700::/48", 13335)]
    [InlineData("2001:4860::/32", 15169)]
    public void Create_WellKnownPrefix_HasItsOrigin(string text, uint origin)
    {
        Assert.True(IpPrefix.TryParse(text, out var prefix));
        foreach (var table in new[] { Table, Plans.Table(40, 40) })
        {
            var path = PathsByPrefix(table)[prefix];
            Assert.Equal(origin, path[^1]);
        }
    }

    [Fact]
    public void Create_IPv4Lengths_AreThoseOfTheDefaultFreeZone()
    {
        var share = Shares(Table.IPv4);
        Assert.InRange(share(24), 0.585, 0.61);
        Assert.InRange(share(22), 0.11, 0.13);
        Assert.InRange(share(23), 0.10, 0.115);
        Assert.InRange(share(20), 0.04, 0.055);
        Assert.InRange(share(16), 0.012, 0.018);
        Assert.Equal(0, share(7));
    }

    [Fact]
    public void Create_IPv6Lengths_AreThoseOfTheDefaultFreeZone()
    {
        var share = Shares(Table.IPv6);
        Assert.InRange(share(48), 0.46, 0.49);
        Assert.InRange(share(32), 0.13, 0.15);
        Assert.InRange(share(44), 0.08, 0.10);
        Assert.InRange(share(40), 0.075, 0.095);
        Assert.InRange(share(29), 0.02, 0.035);
    }

    [Fact]
    public void Create_MoreSpecifics_AreAboutHalfOfAll()
    {
        Assert.InRange(CoveredShare(Table.IPv4), 0.45, 0.56);
        Assert.InRange(CoveredShare(Table.IPv6), 0.50, 0.68);
    }

    [Fact]
    public void Create_Attributes_RepeatAsInRealTables()
    {
        Assert.InRange(Table.Count / (double)Table.AttributeSets.Count, 6.0, 7.5);
        var paths = PathsByPrefix(Table).Values.ToList();
        Assert.InRange(paths.Average(path => path.Length), 3.5, 4.6);
        Assert.True(paths.Select(path => string.Join(' ', path)).Distinct().Count() > 5_000);
        Assert.Contains(paths, path => path.Distinct().Count() < path.Length);

        var perOrigin = paths.GroupBy(path => path[^1]).Select(group => group.Count()).OrderDescending().ToList();
        Assert.True(perOrigin.Count > 7_000);
        Assert.True(perOrigin.Take(perOrigin.Count / 100).Sum() > paths.Count / 10, "the tail of the origins is not heavy");
    }

    [Fact]
    public void Create_TwoViews_SamePrefixesOtherPaths()
    {
        var other = PathsByPrefix(SeededTable.Create(new SeededTableOptions
        {
            IPv4Count = 5_000,
            IPv6Count = 500,
            View = new TableView(99, new Asn(64510)),
        }));
        var own = PathsByPrefix(Plans.Table(5_000, 500));
        Assert.Equal(own.Keys.Order(), other.Keys.Order());
        Assert.All(own, route => Assert.Equal(route.Value[^1], other[route.Key][^1]));
        Assert.True(own.Count(route => !route.Value.SequenceEqual(other[route.Key])) > own.Count / 2);
    }

    private static Func<int, double> Shares(FamilyRoutes routes) =>
        length => routes.Prefixes.ToArray().Count(prefix => prefix.Length == length) / (double)routes.Count;

    private static double CoveredShare(FamilyRoutes routes)
    {
        var sorted = routes.Prefixes.ToArray();
        Array.Sort(sorted);
        var covered = 0;
        var covering = new Stack<IpPrefix>();
        foreach (var prefix in sorted)
        {
            while (covering.TryPeek(out var top) && !top.Covers(prefix))
            {
                covering.Pop();
            }

            covered += covering.Count > 0 ? 1 : 0;
            covering.Push(prefix);
        }

        return covered / (double)sorted.Length;
    }

    private static Dictionary<IpPrefix, uint[]> PathsByPrefix(RouteTable table)
    {
        var paths = new Dictionary<IpPrefix, uint[]>();
        foreach (var routes in new[] { table.IPv4, table.IPv6 })
        {
            for (var group = 0; group < routes.GroupCount; group++)
            {
                var path = EncodedAttributes.FirstSequence(table.AttributeSets.Octets(routes.SetOf(group)));
                foreach (var prefix in routes.Group(group))
                {
                    paths.Add(prefix, path);
                }
            }
        }

        return paths;
    }

    private static string Fingerprint(RouteTable table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var routes in new[] { table.IPv4, table.IPv6 })
        {
            for (var group = 0; group < routes.GroupCount; group++)
            {
                hash.AppendData(table.AttributeSets.Octets(routes.SetOf(group)));
                hash.AppendData([(byte)table.AttributeSets.NextHopSlot(routes.SetOf(group))]);
                foreach (var prefix in routes.Group(group))
                {
                    hash.AppendData(System.Text.Encoding.ASCII.GetBytes(prefix.ToString()));
                }
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
