using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

public sealed class ReclaimTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);
    private static readonly TestAttributes Plain = new(0, [64500, 3356], null, 100, [], null, [], []);

    [Fact]
    public void Reclaim_ReplacedAttributes_KeepsOnlyWhatIsNamed()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = ApplyTests.Up(tables, PrefixLimits.None);
        var shared = tables.Shared;
        uint sets = 0;
        for (var round = 0u; round < 20; round++)
        {
            for (var index = 0; index < 2000; index++)
            {
                var number = (round * 2000) + (uint)index;
                _ = new UpdateBytes()
                    .Announce(ApplyTests.V4(index, 1), Plain with { Path = [64500, 1 + number], Med = number, Communities = [number] }, Ip.FromV4(0xC0000201))
                    .ApplyTo(table, Now);
            }

            tables.Reclaim();
            Assert.Equal((2000, 2000, 2000, 1), (shared.Sets.Count, shared.Paths.Count, shared.Communities.Count, shared.Contexts.Count));
            Assert.Equal(2000, tables.Totals.AttributeSets);
            sets = Math.Max(sets, shared.Sets.Watermark);
        }

        // Ids of the round before are free while this one's come, and come again in the next.
        Assert.Equal(4000u, sets);
        for (var index = 0; index < 2000; index++)
        {
            Assert.True(table.TryGetExact(ApplyTests.V4(index, 1).Single(), out var route));
            Assert.Equal((uint)(38_000 + index), route.Attributes.Med);
            Assert.Equal($"64500 {38_001 + index}", route.Attributes.AsPath!.ToString());
        }
    }

    [Fact]
    public void Added_LongAttributes_CountForTheRoomTheyTake()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = ApplyTests.Up(tables, PrefixLimits.None);
        var before = tables.Shared.Added;
        var communities = Enumerable.Range(0, 1000).Select(number => (uint)number).ToArray();
        _ = new UpdateBytes().Announce(ApplyTests.V4(0, 1), Plain with { Communities = communities }, Ip.FromV4(0xC0000201)).ApplyTo(table, Now);

        // 4,000 octets of communities: 31 times 128, and one for each thing that is new.
        Assert.InRange(tables.Shared.Added - before, 32, 40);
    }

    [Fact]
    public void Reclaim_RemovedTable_FreesItsPrefixesForOthers()
    {
        using var tables = new RouteTables(new RouteTablesOptions { MaxPrefixes = 10_000 });
        var kept = ApplyTests.Up(tables, PrefixLimits.None);
        _ = new UpdateBytes().Announce(ApplyTests.V4(0, 500), Plain, Ip.FromV4(0xC0000201)).ApplyTo(kept, Now);
        for (var round = 1; round <= 5; round++)
        {
            var table = ApplyTests.Up(tables, PrefixLimits.None, round);
            var bytes = new UpdateBytes();
            foreach (var chunk in ApplyTests.V4(round * 10_000, 9_500).Chunk(500))
            {
                _ = bytes.Announce(chunk, Plain, Ip.FromV4(0xC0000201));
            }

            Assert.False(bytes.ApplyTo(table, Now).OutOfResources);
            Assert.Equal(10_000, tables.Totals.Prefixes);
            Assert.True(new UpdateBytes().Announce(ApplyTests.V4(900_000, 1), Plain, Ip.FromV4(0xC0000201)).ApplyTo(kept, Now).OutOfResources);
            tables.Shared.CatchUp(Family.IPv4);
            Assert.True(table.TryLongestMatch(ApplyTests.V4(round * 10_000, 1).Single().Address, out _));
            tables.Remove(table.Key);
            tables.Reclaim();
            Assert.Equal(500, tables.Totals.Prefixes);
            Assert.True(tables.Shared.Index(Family.IPv4)!.IsCaughtUp);
        }

        Assert.Equal(500, kept.Count(Family.IPv4));
        foreach (var prefix in ApplyTests.V4(0, 500))
        {
            Assert.True(kept.TryLongestMatch(prefix.Address, out var route));
            Assert.Equal(prefix, route.Prefix);
        }
    }

    [Fact]
    public void Reclaim_StaleRoutes_AreInUse()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = ApplyTests.Up(tables, PrefixLimits.None);
        _ = new UpdateBytes().Announce(ApplyTests.V4(0, 50), Plain, Ip.FromV4(0xC0000201)).ApplyTo(table, Now);
        table.SessionDown(Now);
        table.SessionUp(UpdateBytes.Context, PrefixLimits.None, Now);
        _ = new UpdateBytes().Announce(ApplyTests.V4(0, 10), Plain with { Med = 5 }, Ip.FromV4(0xC0000202)).ApplyTo(table, Now);
        tables.Reclaim();
        Assert.Equal((50, 2), (tables.Totals.Prefixes, tables.Shared.Sets.Count));
        Assert.True(table.TryGetExact(ApplyTests.V4(20, 1).Single(), out var route));
        Assert.True(route.Stale);
        Assert.Null(route.Attributes.Med);
        table.DropStale(FamilySet.All);
        tables.Reclaim();
        Assert.Equal((10, 1, 1), (tables.Totals.Prefixes, tables.Shared.Sets.Count, tables.Shared.Scalars.Count));
    }

    [Fact]
    public void Reclaim_ManyRandomAttributes_ReusesTheirRoom()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = ApplyTests.Up(tables, PrefixLimits.None);
        var random = new Random(3);
        long free = 0;
        for (var round = 0; round < 8; round++)
        {
            var bytes = new UpdateBytes();
            for (var index = 0; index < 300; index++)
            {
                var unknown = new byte[random.Next(1, 2500)];
                random.NextBytes(unknown);
                _ = bytes.Announce(ApplyTests.V4(index, 1), Plain with { Unknown = unknown }, Ip.FromV4(0xC0000201));
            }

            _ = bytes.ApplyTo(table, Now);
            tables.Reclaim();
            Assert.Equal(300, tables.Shared.Others.Count);
            free = tables.Shared.Others.FreeBytes;
        }

        // A round is some 375 KB: what is free between strings stays in proportion to that.
        Assert.InRange(free, 100_000, 3 * 375_000);
    }
}
