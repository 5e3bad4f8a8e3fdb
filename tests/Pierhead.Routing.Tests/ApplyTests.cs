using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>What ends or marks a session: limits, faults, full tables.</summary>
public sealed class ApplyTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);
    private static readonly Ip NextHop = Ip.FromV4(0xC0000201);
    private static readonly TestAttributes Plain = new(0, [64500, 3356], null, 100, [], null, [], []);

    [Theory]
    [InlineData(10)]
    [InlineData(600)]
    public void Apply_PrefixPastTheMaximum_IsNotStoredAndEndsTheBatch(int maximum)
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, Limit(maximum));
        var bytes = new UpdateBytes()
            .Announce(V4(0, maximum), Plain, NextHop)
            .Announce(V4(0, 3), Plain with { Med = 7 }, NextHop)
            .Withdraw(V4(0, 1))
            .Announce(V4(maximum, 1), Plain, NextHop)
            .Announce(V4(1, 2).Concat(V4(maximum + 1, 1)), Plain with { Med = 8 }, NextHop)
            .Announce(V4(5, 1), Plain with { Med = 9 }, NextHop);
        var result = bytes.ApplyTo(table, Now);
        Assert.Equal(Family.IPv4, result.LimitReached);
        Assert.Equal(4, result.Applied);
        Assert.Equal(FamilySet.Of(Family.IPv4), result.LimitWarning);
        Assert.Equal(maximum, table.Count(Family.IPv4));
        Assert.False(table.TryGetExact(V4(maximum + 1, 1).Single(), out _));
        Assert.True(table.TryGetExact(V4(5, 1).Single(), out var untouched));
        Assert.Null(untouched.Attributes.Med);
    }

    [Fact]
    public void Apply_LimitReachedInOneFamily_AppliesNothingAfterItInTheOther()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, Limit(1));
        var six = IpPrefix.Create(Ip.FromV6(0x2001_0db8_0000_0000, 0), 48);
        var result = new UpdateBytes()
            .Announce(V4(0, 1), Plain, NextHop)
            .Announce(V4(1, 1), Plain, NextHop)
            .Announce([six], Plain, Ip.FromV6(0x2001_0db8_0000_0000, 1))
            .ApplyTo(table, Now);
        Assert.Equal(1, result.Applied);
        Assert.Equal(0, table.Count(Family.IPv6));
    }

    [Fact]
    public void Apply_WarningMark_IsReportedOnceASession()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, Limit(10));
        Assert.True(new UpdateBytes().Announce(V4(0, 7), Plain, NextHop).ApplyTo(table, Now).LimitWarning.IsEmpty);
        Assert.False(new UpdateBytes().Announce(V4(7, 1), Plain, NextHop).ApplyTo(table, Now).LimitWarning.IsEmpty);
        Assert.True(new UpdateBytes().Announce(V4(8, 1), Plain, NextHop).ApplyTo(table, Now).LimitWarning.IsEmpty);
        table.SessionDown(Now);
        table.SessionUp(UpdateBytes.Context, Limit(10), Now);
        Assert.False(new UpdateBytes().Announce(V4(0, 9), Plain, NextHop).ApplyTo(table, Now).LimitWarning.IsEmpty);
    }

    [Fact]
    public void Apply_StaleRoutes_DoNotCountAgainstTheMaximum()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, Limit(5));
        _ = new UpdateBytes().Announce(V4(0, 5), Plain, NextHop).ApplyTo(table, Now);
        table.SessionDown(Now);
        Assert.Equal(5, table.StaleCount);
        table.SessionUp(UpdateBytes.Context, Limit(5), Now);
        var result = new UpdateBytes().Announce(V4(3, 5), Plain, NextHop).ApplyTo(table, Now);
        Assert.Null(result.LimitReached);
        Assert.Equal(8, table.Count(Family.IPv4));
        Assert.Equal(3, table.StaleCount);
    }

    [Fact]
    public void Apply_MalformedNlri_ResetsAndAppliesNothingOfTheMessage()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, PrefixLimits.None);
        var good = UpdateBytes.Nlri([.. V4(10, 3)]);
        var result = new UpdateBytes()
            .Announce(V4(0, 2), Plain, NextHop)
            .Message([], Plain.Encode(NextHop), [.. good, 33, 1, 2, 3, 4, 5])
            .Announce(V4(4, 2), Plain, NextHop)
            .ApplyTo(table, Now);
        Assert.Equal((1, 1, 1), (result.Applied, result.FaultFrame, result.FaultyUpdates));
        Assert.Equal((FaultScope.ResetSession, (byte)3, (byte)10), (result.WorstFault.Scope, result.WorstFault.Code, result.WorstFault.Subcode));
        Assert.Equal(2, table.Count(Family.IPv4));
    }

    [Fact]
    public void Apply_TreatAsWithdraw_RemovesTheMessagesPrefixes()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, PrefixLimits.None);
        var withoutOrigin = Plain.Encode(NextHop)[4..];
        var result = new UpdateBytes()
            .Announce(V4(0, 4), Plain, NextHop)
            .Message([], withoutOrigin, UpdateBytes.Nlri([.. V4(1, 2)]))
            .ApplyTo(table, Now);
        Assert.Equal((2, FaultScope.TreatAsWithdraw, 1), (result.Applied, result.WorstFault.Scope, result.FaultFrame));
        Assert.Equal(2, table.Count(Family.IPv4));
        Assert.False(table.TryGetExact(V4(1, 1).Single(), out _));
    }

    [Fact]
    public void Apply_DictionaryFull_IsOutOfResources()
    {
        using var tables = new RouteTables(new RouteTablesOptions { MaxPrefixes = 3 });
        var table = Up(tables, PrefixLimits.None);
        var result = new UpdateBytes()
            .Announce(V4(0, 2), Plain, NextHop)
            .Announce(V4(2, 2), Plain, NextHop)
            .ApplyTo(table, Now);
        Assert.True(result.OutOfResources);
        Assert.Equal(1, result.Applied);
        Assert.Equal(3, table.Count(Family.IPv4));
    }

    [Fact]
    public void Apply_AttributesFull_IsOutOfResources()
    {
        using var tables = new RouteTables(new RouteTablesOptions { MaxAttributeSets = 2 });
        var table = Up(tables, PrefixLimits.None);
        var bytes = new UpdateBytes();
        for (var med = 0u; med < 4; med++)
        {
            _ = bytes.Announce(V4((int)med, 1), Plain with { Med = med }, NextHop);
        }

        var result = bytes.ApplyTo(table, Now);
        Assert.True(result.OutOfResources);
        Assert.Equal((2, 2L), (result.Applied, table.Count(Family.IPv4)));
    }

    [Fact]
    public void Apply_SamePrefixWithdrawnAndAnnounced_IsAnnounced()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, PrefixLimits.None);
        var nlri = UpdateBytes.Nlri([.. V4(0, 1)]);
        _ = new UpdateBytes().Message(nlri, Plain.Encode(NextHop), nlri).ApplyTo(table, Now);
        Assert.Equal(1, table.Count(Family.IPv4));
    }

    [Fact]
    public void Apply_MalformedMpReach_EndsOnlyItsFamily()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, PrefixLimits.None);
        var six = IpPrefix.Create(Ip.FromV6(0x2001_0db8_0000_0000, 0), 48);
        var hop = Ip.FromV6(0x2001_0db8_0000_0000, 1);
        byte[] broken = [.. Plain.Encode(null), 0x80, 14, 24, 0, 2, 1, 16, .. TestAttributes.Octets(hop), 0, 200, 1, 2];
        var result = new UpdateBytes()
            .Announce([six], Plain, hop)
            .Announce(V4(0, 1), Plain, NextHop)
            .Message([], broken, [])
            .Announce([six], Plain, hop)
            .Announce(V4(1, 1), Plain, NextHop)
            .ApplyTo(table, Now);
        Assert.Equal(FaultScope.DisableFamily, result.WorstFault.Scope);
        Assert.Equal((5, 2L, 0L), (result.Applied, table.Count(Family.IPv4), table.Count(Family.IPv6)));
    }

    [Fact]
    public void Apply_AfterRemove_GoesNowhere()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, PrefixLimits.None);
        _ = new UpdateBytes().Announce(V4(0, 4), Plain, NextHop).ApplyTo(table, Now);
        tables.Remove(table.Key);
        _ = new UpdateBytes().Announce(V4(0, 4), Plain, NextHop).ApplyTo(table, Now);
        Assert.Equal((0L, 0L), (table.Count(Family.IPv4), tables.Totals.Routes));
        Assert.Empty(tables.All);
    }

    [Fact]
    public void TryGetExact_AfterDispose_Throws()
    {
        var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, PrefixLimits.None);
        tables.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.TryGetExact(V4(0, 1).Single(), out _));
    }

    [Fact]
    public void ReceivedAt_AfterTheInitialLoad_IsTheSecondAndCoarserWithAge()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, PrefixLimits.None);
        _ = new UpdateBytes().Announce(V4(0, 2000), Plain, NextHop).EndOfRib(Family.IPv4).ApplyTo(table, Now);
        Assert.True(table.TryGetExact(V4(7, 1).Single(), out var initial));
        Assert.Equal(Now, initial.ReceivedAt);
        for (var second = 1; second <= 1000; second++)
        {
            _ = new UpdateBytes().Announce(V4(second, 1), Plain, NextHop).ApplyTo(table, Now.AddSeconds(second));
        }

        for (var second = 1; second <= 1000; second++)
        {
            Assert.True(table.TryGetExact(V4(second, 1).Single(), out var route));
            var late = (route.ReceivedAt - Now.AddSeconds(second)).TotalSeconds;
            Assert.InRange(late, 0, second > 940 ? 0 : 1000 - second);
        }

        Assert.True(table.TryGetExact(V4(1500, 1).Single(), out initial));
        Assert.Equal(Now, initial.ReceivedAt);
    }

    [Fact]
    public void Walk_FilterOfPathAndCommunity_FindsThose()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, PrefixLimits.None);
        _ = new UpdateBytes()
            .Announce(V4(0, 3), Plain with { Path = [64500, 1299, 7] }, NextHop)
            .Announce(V4(3, 3), Plain with { Communities = [0xFBF4_03E9] }, NextHop)
            .ApplyTo(table, Now);
        var byPath = table.Walk(Family.IPv4, new RouteFilter(AsPath: new(@"\b1299\b")), 0, 100, 100_000);
        Assert.Equal(V4(0, 3), byPath.Routes.Select(route => route.Prefix!.Value).Order());
        var byCommunity = table.Walk(Family.IPv4, new RouteFilter(Community: "64500:1001"), 0, 100, 100_000);
        Assert.Equal(V4(3, 3), byCommunity.Routes.Select(route => route.Prefix!.Value).Order());
        var longest = table.Walk(Family.IPv4, new RouteFilter(IpPrefix.Create(V4(4, 1).Single().Address, 30), PrefixMatch.Longest), 0, 100, 100_000);
        Assert.Equal(V4(4, 1), longest.Routes.Select(route => route.Prefix!.Value));
    }

    internal static IEnumerable<IpPrefix> V4(int first, int count) =>
        Enumerable.Range(first, count).Select(index => IpPrefix.Create(Ip.FromV4(0x0B00_0000 + ((uint)index << 8)), 24));

    internal static AdjRibIn Up(RouteTables tables, PrefixLimits limits, int number = 0)
    {
        var table = tables.Open(new SessionKey(new DeviceId(new TenantId("acme"), $"edge{number}"), Ip.FromV4(0x0A00_0001 + (uint)number)));
        table.SessionUp(UpdateBytes.Context, limits, Now);
        return table;
    }

    private static PrefixLimits Limit(int maximum) =>
        new(new Dictionary<Family, long> { [Family.IPv4] = maximum }, PrefixLimits.DefaultWarnPercent, PrefixLimits.DefaultHoldOff);
}
