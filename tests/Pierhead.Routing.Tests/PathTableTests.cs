using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>ADD-PATH and route distinguishers: what a random history does not show.</summary>
public sealed class PathTableTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);

    private static readonly TestAttributes Plain = new(0, [64500], null, 100, [], null, [], []);

    private static readonly Ip NextHop = Ip.FromV4(0xC000_0201);

    [Fact]
    public void Walk_ManyPathsOfOnePrefix_PagesByPathIdentifier()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, Family.IPv4);
        var updates = new FamilyUpdates(Family.IPv4, addPath: true);
        var key = new NaiveKey(0, IpPrefix.Create(Ip.FromV4(0x0A00_0000), 8), null);
        uint[] ids = [uint.MaxValue, 7, 0, 300, 1];
        updates.Announce(ids.Select(id => (key, (uint?)id, (uint[]?)null)), Plain, NextHop);
        _ = updates.Bytes.ApplyTo(table, Now);

        var found = new List<uint?>();
        for (long position = 0; position != WalkResult.End;)
        {
            var page = table.Walk(Family.IPv4, RouteFilter.All, position, 2, 1000);
            found.AddRange(page.Routes.Select(route => route.PathId));
            position = page.Next;
        }

        Assert.Equal([0, 1, 7, 300, uint.MaxValue], found);
    }

    [Fact]
    public void Withdraw_OnePathOfThree_TakesExactlyThatOne()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, Family.IPv4);
        var key = new NaiveKey(0, IpPrefix.Create(Ip.FromV4(0x0A00_0000), 8), null);
        Apply(table, updates => updates.Announce([(key, 0, null), (key, 1, null), (key, 2, null)], Plain, NextHop));
        Apply(table, updates => updates.Withdraw([(key, 1)]));
        Assert.Equal([0, 2], Paths(table));
        Apply(table, updates => updates.Withdraw([(key, 1), (key, 9)]));
        Assert.Equal([0, 2], Paths(table));
        Apply(table, updates => updates.Announce([(key, 1, null)], Plain, NextHop));
        Apply(table, updates => updates.Withdraw([(key, 0)]));
        Assert.Equal([1, 2], Paths(table));
    }

    [Fact]
    public void Apply_PathsPastTheLimit_EndsTheSession()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var limits = new PrefixLimits(new Dictionary<Family, long> { [Family.IPv4] = 3 }, 80, TimeSpan.Zero);
        var table = Up(tables, Family.IPv4, limits);
        var key = new NaiveKey(0, IpPrefix.Create(Ip.FromV4(0x0A00_0000), 8), null);
        var updates = new FamilyUpdates(Family.IPv4, addPath: true);
        updates.Announce(Enumerable.Range(0, 4).Select(id => (key, (uint?)id, (uint[]?)null)), Plain, NextHop);
        Assert.Equal(Family.IPv4, updates.Bytes.ApplyTo(table, Now).LimitReached);
        Assert.Equal(3, table.Count(Family.IPv4));
    }

    [Theory]
    [InlineData("10.0.0.0/8", PrefixMatch.Exact, null, "64500:1 10.0.0.0/8, 64500:2 10.0.0.0/8")]
    [InlineData("10.0.0.0/8", PrefixMatch.Exact, "64500:2", "64500:2 10.0.0.0/8")]
    [InlineData("10.0.0.0/8", PrefixMatch.Longer, null, "64500:1 10.0.0.0/8, 64500:2 10.0.0.0/8, 64500:1 10.1.0.0/16")]
    [InlineData("10.1.2.0/24", PrefixMatch.Longest, null, "64500:2 10.0.0.0/8, 64500:1 10.1.0.0/16")]
    [InlineData("10.1.2.0/24", PrefixMatch.Longest, "64500:1", "64500:1 10.1.0.0/16")]
    [InlineData("10.1.2.0/24", PrefixMatch.Longest, "64500:3", "")]
    [InlineData(null, PrefixMatch.Exact, "64500:1", "64500:1 10.0.0.0/8, 64500:1 10.1.0.0/16")]
    public void Walk_OverlappingVpns_EachItsOwn(string? prefix, PrefixMatch match, string? distinguisher, string expected)
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, Family.VpnV4);
        var updates = new FamilyUpdates(Family.VpnV4, addPath: true);
        var wide = Prefix("10.0.0.0/8");
        updates.Announce(
            [
                (new NaiveKey(Rd("64500:1").Value, wide, null), 0, [16]),
                (new NaiveKey(Rd("64500:2").Value, wide, null), 0, [17]),
                (new NaiveKey(Rd("64500:1").Value, Prefix("10.1.0.0/16"), null), 0, [18]),
            ],
            Plain,
            NextHop);
        _ = updates.Bytes.ApplyTo(table, Now);
        var filter = new RouteFilter(prefix is null ? null : Prefix(prefix), match, Distinguishers: distinguisher is null ? null : [Rd(distinguisher)]);
        var routes = table.Walk(Family.VpnV4, filter, 0, 10, 1000).Routes;
        Assert.Equal(expected, string.Join(", ", routes.Select(route => $"{route.Distinguisher} {route.Prefix}")));
    }

    /// <summary>Readers see every path whole while paths come, go, and the store is replaced under them.</summary>
    [Fact]
    public void Walk_WhilePathsChange_SeesEachPathWhole()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, Family.IPv4);
        var done = false;
        Exception? failure = null;
        var reader = new Thread(() =>
        {
            try
            {
                while (!Volatile.Read(ref done))
                {
                    var page = table.Walk(Family.IPv4, RouteFilter.All, 0, 500, 100_000);
                    Assert.All(page.Routes, route => Assert.Equal(route.PathId, route.Attributes.Med));
                    Assert.Equal(page.Routes.Count, page.Routes.Select(route => (route.Prefix, route.PathId)).Distinct().Count());
                    Assert.All(table.LongestMatch(Ip.FromV4(0x0B00_0001)), route => Assert.Equal(route.PathId, route.Attributes.Med));
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failure = exception;
            }
        });
        reader.Start();
        var random = new Random(5);
        for (var step = 0; step < 600; step++)
        {
            var pathId = (uint)random.Next(40);
            var keys = Enumerable.Range(0, 40).Select(_ => new NaiveKey(0, ApplyTests.V4(random.Next(50), 1).Single(), null)).Distinct().ToList();
            Apply(table, updates => updates.Announce(keys.Select(key => (key, (uint?)pathId, (uint[]?)null)), Plain with { Med = pathId }, NextHop));
            Apply(table, updates => updates.Withdraw(keys.Take(random.Next(40)).Select(key => (key, (uint?)random.Next(40)))));
            if (step % 100 == 99)
            {
                tables.Reclaim();
            }
        }

        Volatile.Write(ref done, true);
        reader.Join();
        Assert.Null(failure);
    }

    private static void Apply(AdjRibIn table, Action<FamilyUpdates> write)
    {
        var updates = new FamilyUpdates(Family.IPv4, addPath: true);
        write(updates);
        _ = updates.Bytes.ApplyTo(table, Now);
    }

    private static IEnumerable<uint> Paths(AdjRibIn table) =>
        table.Walk(Family.IPv4, RouteFilter.All, 0, 10, 1000).Routes.Select(route => route.PathId!.Value);

    private static IpPrefix Prefix(string text)
    {
        Assert.True(IpPrefix.TryParse(text, out var prefix));
        return prefix;
    }

    private static RouteDistinguisher Rd(string text)
    {
        Assert.True(RouteDistinguisher.TryParse(text, out var distinguisher));
        return distinguisher;
    }

    private static AdjRibIn Up(RouteTables tables, Family family, PrefixLimits? limits = null)
    {
        var table = tables.Open(new SessionKey(new DeviceId(new TenantId("acme"), "edge1"), Ip.FromV4(0x0A00_0001)));
        table.SessionUp(FamilyUpdates.Context(family, addPath: true), limits ?? PrefixLimits.None, Now);
        return table;
    }
}
