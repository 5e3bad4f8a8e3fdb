using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>Random histories of several sessions over shared tables, compared with plain dictionaries after each step of note.</summary>
public sealed class AdjRibInModelTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);

    [Theory]
    [InlineData(1, 255, 896, 0)]
    [InlineData(2, 255, 8, 0)]
    [InlineData(3, 3, 896, 0)]
    [InlineData(4, 3, 8, 0)]
    [InlineData(5, 1, 16, 0)]
    [InlineData(6, 20, 16, 0)]
    [InlineData(7, 255, 8, 7)]
    [InlineData(8, 3, 8, 1)]
    [InlineData(9, 20, 896, 3)]
    public void Apply_RandomHistories_EqualsNaiveTables(int seed, int paletteSize, int sparseRoutes, int reclaimEvery)
    {
        var random = new Random(seed);
        using var tables = new RouteTables(new RouteTablesOptions { PaletteSize = paletteSize, SparseRoutes = sparseRoutes });
        var universe = Universe(random, 300);
        var routers = Enumerable.Range(0, 4).Select(index => new Router(tables.Open(Key(index)), new NaiveTable())).ToArray();
        var now = Start;
        for (var step = 0; step < 400; step++)
        {
            now = now.AddSeconds(random.Next(3));
            Step(routers[random.Next(routers.Length)], universe, random, now);
            if (reclaimEvery != 0 && step % reclaimEvery == 0)
            {
                tables.Reclaim();
            }

            if (step % 40 == 39)
            {
                foreach (var router in routers)
                {
                    Expect.Same(router.Naive, router.Table, universe, random);
                    SameLonger(router, universe, random);
                }

                SameTotals(tables, routers);
            }
        }
    }

    [Theory]
    [InlineData(21, 255, 8)]
    [InlineData(22, 3, 8)]
    [InlineData(23, 3, 896)]
    public void Apply_WhileReclaimingAndReading_EqualsNaiveTables(int seed, int paletteSize, int sparseRoutes)
    {
        var random = new Random(seed);
        using var tables = new RouteTables(new RouteTablesOptions { PaletteSize = paletteSize, SparseRoutes = sparseRoutes });
        var universe = Universe(random, 300);
        var routers = Enumerable.Range(0, 4).Select(index => new Router(tables.Open(Key(index)), new NaiveTable())).ToArray();
        var done = false;
        Exception? failure = null;
        var reclaimer = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                tables.Reclaim();
            }
        });
        var reader = new Thread(() =>
        {
            try
            {
                Read(routers, universe, ref done);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failure = exception;
            }
        });
        reclaimer.Start();
        reader.Start();
        var now = Start;
        for (var step = 0; step < 1500; step++)
        {
            now = now.AddSeconds(random.Next(3));
            Step(routers[random.Next(routers.Length)], universe, random, now);
            if (step % 150 == 149)
            {
                foreach (var router in routers)
                {
                    Expect.Same(router.Naive, router.Table, universe, random);
                }

                SameTotals(tables, routers);
            }
        }

        Volatile.Write(ref done, true);
        reclaimer.Join();
        reader.Join();
        Assert.Null(failure);
    }

    /// <summary>Whatever is read meanwhile must be a route that could have been announced.</summary>
    private static void Read(Router[] routers, IpPrefix[] universe, ref bool done)
    {
        while (!Volatile.Read(ref done))
        {
            foreach (var prefix in universe)
            {
                foreach (var (table, _) in routers)
                {
                    if (table.TryGetExact(prefix, out var exact))
                    {
                        Assert.Equal(prefix, exact.Prefix);
                        Plausible(exact);
                    }

                    if (table.TryLongestMatch(prefix.Address, out var longest))
                    {
                        Assert.True(longest.Prefix!.Value.Contains(prefix.Address));
                        Plausible(longest);
                    }
                }
            }

            _ = routers[0].Table.Walk(Family.IPv6, RouteFilter.All, 0, 100, 1000);
        }
    }

    private static void Plausible(Route route)
    {
        Assert.True(route.NextHop is { } hop && hop.IsIPv6 == route.Prefix!.Value.IsIPv6);
        Assert.NotNull(route.Attributes.Origin);
        Assert.All(route.Attributes.AsPath!.Segments, segment => Assert.All(segment.Numbers, number => Assert.Equal(0u, number.Value % 70_000)));
        Assert.Equal(route.Attributes.ToCanonicalBytes(), route.EncodeAttributes());
    }

    private static void Step(Router router, IpPrefix[] universe, Random random, DateTimeOffset now)
    {
        var (table, naive) = router;
        if (!naive.IsUp)
        {
            table.SessionUp(UpdateBytes.Context, PrefixLimits.None, now);
            naive.Up();
        }

        switch (random.Next(40))
        {
            case 0:
                table.SessionDown(now);
                naive.Down();
                break;
            case 1:
                table.DropStale(FamilySet.All);
                naive.DropStale();
                break;
            case 2:
                table.Drop();
                naive.Clear();
                break;
            case 3:
                var family = random.Next(2) == 0 ? Family.IPv4 : Family.IPv6;
                Assert.Equal(FamilySet.Of(family), new UpdateBytes().EndOfRib(family).ApplyTo(table, now).EndOfRib);
                naive.EndOfRib(family);
                break;
            default:
                Churn(router, universe, random, now);
                break;
        }
    }

    private static void Churn(Router router, IpPrefix[] universe, Random random, DateTimeOffset now)
    {
        var bytes = new UpdateBytes();
        for (var message = random.Next(1, 100); message > 0; message--)
        {
            var isIPv6 = random.Next(2) == 0;
            var prefixes = random.GetItems(universe, random.Next(1, 12)).Where(prefix => prefix.IsIPv6 == isIPv6).ToList();
            if (prefixes.Count == 0)
            {
                continue;
            }

            if (random.Next(3) == 0)
            {
                _ = bytes.Withdraw(prefixes);
                router.Naive.Withdraw(prefixes);
            }
            else
            {
                var attributes = Attributes(random);
                var nextHop = NextHop(random, isIPv6);
                _ = bytes.Announce(prefixes, attributes, nextHop);
                router.Naive.Announce(prefixes, attributes, nextHop);
            }
        }

        var result = bytes.ApplyTo(router.Table, now);
        Assert.Equal(bytes.Count, result.Applied);
        Assert.Equal(0, result.FaultyUpdates);
    }

    private static void SameLonger(Router router, IpPrefix[] universe, Random random)
    {
        var asked = universe[random.Next(universe.Length)];
        asked = IpPrefix.Create(asked.Address, random.Next(asked.Length + 1));
        var family = asked.IsIPv6 ? Family.IPv6 : Family.IPv4;
        Expect.SameWalk(router.Naive, router.Table, family, new RouteFilter(asked, PrefixMatch.Longer), random);
    }

    private static void SameTotals(RouteTables tables, Router[] routers)
    {
        var totals = tables.Totals;
        Assert.Equal(routers.Sum(router => (long)router.Naive.Routes.Count), totals.Routes);
        Assert.Equal(routers.Sum(router => router.Naive.Routes.Values.LongCount(route => route.Stale)), totals.Stale);
        Assert.Equal(routers.Sum(router => router.Naive.Count(Family.IPv4)), totals.Of(Family.IPv4));
        Assert.Equal(routers.Sum(router => router.Naive.Count(Family.IPv6)), totals.Of(Family.IPv6));
    }

    private static SessionKey Key(int index) =>
        new(new DeviceId(new TenantId("acme"), $"edge{index}"), Ip.FromV4(0x0A000001 + (uint)index));

    private static Ip NextHop(Random random, bool isIPv6) =>
        isIPv6 ? Ip.FromV6(0x2001_0db8_0000_0000, (ulong)random.Next(1, 40)) : Ip.FromV4(0xC000_0200 + (uint)random.Next(1, 40));

    private static TestAttributes Attributes(Random random) => new(
        (uint)random.Next(3),
        [.. Enumerable.Range(0, random.Next(5)).Select(_ => (uint)random.Next(1, 6) * 70_000)],
        random.Next(2) == 0 ? (uint)random.Next(3) : null,
        random.Next(2) == 0 ? (uint)random.Next(3) : null,
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => (uint)random.Next(1, 4))],
        random.Next(4) == 0 ? (uint)random.Next(1, 3) : null,
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => (uint)random.Next(1, 3))],
        random.Next(4) == 0 ? new byte[random.Next(1, 300)] : []);

    private static IpPrefix[] Universe(Random random, int count)
    {
        var all = new HashSet<IpPrefix>();
        while (all.Count < count)
        {
            // Few different bits, so that prefixes lie within each other often.
            all.Add(random.Next(2) == 0
                ? IpPrefix.Create(Ip.FromV4((uint)random.Next(1 << 6) * 0x0410_4104u), random.Next(33))
                : IpPrefix.Create(Ip.FromV6((ulong)random.Next(1 << 6) * 0x0410_4104_1041_0410, (ulong)random.Next(1 << 6) << 58), random.Next(129)));
        }

        return [.. all];
    }

    private sealed record Router(AdjRibIn Table, NaiveTable Naive);
}
