using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>Enhanced route refresh (RFC 7313) and long-lived graceful restart (RFC 9494) in a table.</summary>
public sealed class RestartTests
{
    private const uint NoLlgr = 0xFFFF_0007;

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);

    private static readonly TestAttributes Plain = new(0, [64500], null, 100, [], null, [], []);

    private static readonly Ip NextHop = Ip.FromV4(0xC000_0201);

    private static readonly FamilySet IPv4 = FamilySet.Of(Family.IPv4);

    [Fact]
    public void BeginLongLived_StaleRoutes_CarryLlgrStaleButForThoseWithNoLlgr()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables);
        _ = new UpdateBytes()
            .Announce(ApplyTests.V4(0, 2), Plain, NextHop)
            .Announce(ApplyTests.V4(2, 1), Plain with { Communities = [0xFBF4_0001] }, NextHop)
            .Announce(ApplyTests.V4(3, 2), Plain with { Communities = [0xFBF4_0001, NoLlgr] }, NextHop)
            .ApplyTo(table, Now);
        table.SessionDown(Now);
        Assert.Equal(5, table.Count(Family.IPv4));
        Assert.Empty(Communities(table, 0));

        table.BeginLongLived(IPv4);
        Assert.Equal(3, table.Count(Family.IPv4));
        Assert.Equal(3, table.StaleCount);
        Assert.Equal(["65535:6"], Communities(table, 0));
        Assert.Equal(["64500:1", "65535:6"], Communities(table, 2));
        Assert.Equal(3, table.Walk(Family.IPv4, new RouteFilter(Community: "65535:6"), 0, 10, 1000).Routes.Count);
    }

    [Fact]
    public void SessionUp_AfterLongLived_OnlyWhatComesAgainLosesLlgrStale()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables);
        _ = new UpdateBytes().Announce(ApplyTests.V4(0, 2), Plain, NextHop).ApplyTo(table, Now);
        table.SessionDown(Now);
        table.BeginLongLived(IPv4);
        table.SessionUp(UpdateBytes.Context, PrefixLimits.None, Now);
        _ = new UpdateBytes().Announce(ApplyTests.V4(0, 1), Plain, NextHop).ApplyTo(table, Now);
        Assert.Empty(Communities(table, 0));
        Assert.Equal(["65535:6"], Communities(table, 1));

        _ = new UpdateBytes().EndOfRib(Family.IPv4).ApplyTo(table, Now);
        Assert.Equal(1, table.Count(Family.IPv4));

        // Lost again: what was fresh is stale, and not long-lived before its time has come.
        table.SessionDown(Now);
        Assert.Empty(Communities(table, 0));
    }

    [Fact]
    public void Refresh_RoutesThatDoNotComeAgain_AreStaleThenGone()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables);
        _ = new UpdateBytes().Announce(ApplyTests.V4(0, 4), Plain, NextHop).EndOfRib(Family.IPv4).ApplyTo(table, Now);
        table.BeginRefresh(Family.IPv4);
        Assert.Equal(4, table.StaleCount);
        _ = new UpdateBytes().Announce(ApplyTests.V4(1, 2), Plain, NextHop).ApplyTo(table, Now);
        Assert.Equal((4, 2), (table.Count(Family.IPv4), table.StaleCount));

        table.EndRefresh(Family.IPv4);
        Assert.Equal((2, 0), (table.Count(Family.IPv4), table.StaleCount));
        Assert.Equal(ApplyTests.V4(1, 2), table.Walk(Family.IPv4, RouteFilter.All, 0, 10, 1000).Routes.Select(route => route.Prefix!.Value).Order());
    }

    [Fact]
    public void DropStale_OneFamily_LeavesTheOther()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables);
        var prefix = IpPrefix.Create(Ip.FromV6(0x2001_0db8_0000_0000, 0), 32);
        _ = new UpdateBytes()
            .Announce(ApplyTests.V4(0, 4), Plain, NextHop)
            .Announce([prefix], Plain, Ip.FromV6(0x2001_0db8_0000_0000, 1))
            .ApplyTo(table, Now);
        table.SessionDown(Now);
        table.DropStale(IPv4);
        Assert.Equal((0, 1), (table.Count(Family.IPv4), table.Count(Family.IPv6)));
    }

    private static IEnumerable<string> Communities(AdjRibIn table, int index)
    {
        Assert.True(table.TryGetExact(ApplyTests.V4(index, 1).Single(), out var route));
        return route.Attributes.Communities.Select(community => community.ToString());
    }

    private static AdjRibIn Up(RouteTables tables)
    {
        var table = tables.Open(new SessionKey(new DeviceId(new TenantId("acme"), "edge1"), Ip.FromV4(0x0A00_0001)));
        table.SessionUp(UpdateBytes.Context, PrefixLimits.None, Now);
        return table;
    }
}
