using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing.Image;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>Table images: there and back, and what is refused. That every family comes back is in <see cref="FamilyModelTests"/>.</summary>
public sealed class ImageTests
{
    private const int Prefixes = 3_000;

    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);

    private static readonly FamilySet Both = FamilySet.Of(Family.IPv4, Family.IPv6);

    [Fact]
    public void ReadImage_OfManySessions_EqualsWhatWasHeldAndAllOfItIsStale()
    {
        using var tables = new RouteTables(new RouteTablesOptions { PaletteSize = 3 });
        Fill(tables);
        using var restored = new RouteTables(new RouteTablesOptions());
        var report = Images.Load(restored, Images.Of(tables));
        Assert.Equal(new ImageReport(null, 3, tables.Totals.Routes, 0, Images.At), report);
        Assert.Equal(tables.Totals.Routes, restored.Totals.Routes);
        Assert.Equal(restored.Totals.Routes, restored.Totals.Stale);
        foreach (var table in tables.All)
        {
            Assert.True(restored.TryGet(table.Key, out var copy));
            Assert.Equal(table.StaleSince ?? Images.At, copy.StaleSince);
            foreach (var family in Both.Enumerate())
            {
                var expected = Routes(table, family);
                var found = Routes(copy, family);
                Assert.Equal(expected.Keys, found.Keys);
                foreach (var (prefix, route) in expected)
                {
                    Assert.Equal(Text(route, stale: true), Text(found[prefix], found[prefix].Stale));
                }
            }
        }
    }

    [Fact]
    public void ReadImage_ThenTheRouterComesBack_StaleRoutesGoAtEndOfRib()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        Fill(tables);
        using var restored = new RouteTables(new RouteTablesOptions());
        _ = Images.Load(restored, Images.Of(tables));
        var table = restored.Open(Key(0));
        var before = table.Count(Family.IPv4);
        table.SessionUp(UpdateBytes.Context, PrefixLimits.None, Start);
        Assert.Null(table.StaleSince);
        _ = new UpdateBytes().Announce(ApplyTests.V4(0, 10), Attributes(1), NextHop(0)).ApplyTo(table, Start);
        Assert.Equal(before, table.Count(Family.IPv4));
        _ = new UpdateBytes().EndOfRib(Family.IPv4).ApplyTo(table, Start);
        Assert.Equal(10, table.Count(Family.IPv4));

        // What the image alone had named can be reclaimed like all else.
        restored.Reclaim();
        Assert.Equal(10, table.Count(Family.IPv4));
    }

    [Fact]
    public void ReadImage_LongLivedRoutes_StillCarryLlgrStale()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = Up(tables, 0);
        _ = new UpdateBytes().Announce(ApplyTests.V4(0, 2), Attributes(0), NextHop(0)).ApplyTo(table, Start);
        table.SessionDown(Start);
        table.BeginLongLived(FamilySet.Of(Family.IPv4));
        using var restored = new RouteTables(new RouteTablesOptions());
        _ = Images.Load(restored, Images.Of(tables));
        var route = Assert.Single(restored.Open(Key(0)).Walk(Family.IPv4, RouteFilter.All, 0, 1, 100).Routes);
        Assert.Contains("65535:6", route.Attributes.Communities.Select(community => community.ToString()));
    }

    [Fact]
    public void ReadImage_TablesThatAreNotWanted_AreLeftOut()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        Fill(tables);
        using var restored = new RouteTables(new RouteTablesOptions());
        var report = restored.ReadImage(new MemoryStream(Images.Of(tables)), Images.Node, (key, _) => key == Key(1));
        Assert.Equal((null, 1, 2), (report.Refusal, report.Tables, report.Skipped));
        Assert.Equal([Key(1)], restored.All.Select(table => table.Key));
        Assert.Equal(tables.Open(Key(1)).Count(Family.IPv6), restored.Open(Key(1)).Count(Family.IPv6));
    }

    [Fact]
    public void ReadImage_CutOffAnywhere_IsRefused()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        Fill(tables);
        var image = Images.Of(tables);
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var length = round < 40 ? round : random.Next(image.Length);
            Refused(image[..length], "cut off", "not a table image");
        }
    }

    [Fact]
    public void ReadImage_AnyByteChanged_IsRefused()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        Fill(tables);
        var image = Images.Of(tables);
        var random = new Random(6);
        for (var round = 0; round < 400; round++)
        {
            var changed = image.ToArray();
            changed[round < 60 ? round : random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
            Refused(changed);
        }
    }

    [Fact]
    public void ReadImage_ChunksMissingDoubledOrSwapped_IsRefused()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        Fill(tables);
        var image = Images.Of(tables);
        var starts = new List<int>();
        for (var at = ImageFormat.Magic.Length + 4; at < image.Length; at += ImageFormat.ChunkHead + BitConverter.ToInt32(image, at))
        {
            starts.Add(at);
        }

        starts.Add(image.Length);
        byte[] Chunk(int index) => image[starts[index]..starts[index + 1]];
        Refused([.. image[..starts[2]], .. image[starts[3]..]], "damaged");
        Refused([.. image[..starts[3]], .. Chunk(2), .. image[starts[3]..]], "damaged");
        Refused([.. image[..starts[2]], .. Chunk(3), .. Chunk(2), .. image[starts[4]..]], "damaged");
    }

    [Fact]
    public void ReadImage_OfAnotherNodeOrVersion_SaysWhich()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        Fill(tables);
        var image = Images.Of(tables);
        Assert.Equal("it is of the node land-1, and this is land-2", Images.Load(tables, image, "land-2").Refusal);
        image[ImageFormat.Magic.Length]++;
        Refused(image, "its version is 2, and this Pierhead reads version 1");
    }

    [Fact]
    public void ReadImage_WhatIsWrongUnderRightChecksums_IsRefusedOrMeansSomething()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        Fill(tables, prefixes: 200);
        var chunks = Images.Take(Images.Of(tables));
        var random = new Random(7);
        var refused = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var index = random.Next(1, chunks.Count);
            var payload = chunks[index].Payload.ToArray();
            payload = random.Next(4) switch
            {
                0 => payload[..random.Next(payload.Length)],
                1 => [.. payload, (byte)random.Next(256)],
                _ => Changed(payload, random),
            };
            var image = Images.Put(chunks.Index().Select(chunk => chunk.Index == index ? (chunk.Item.Type, payload) : chunk.Item));
            using var restored = new RouteTables(new RouteTablesOptions());
            var report = Images.Load(restored, image);
            refused += report.Refusal is null ? 0 : 1;
            Assert.True(report.Refusal is null || restored.Totals.Routes == 0, report.Refusal);
            foreach (var table in restored.All)
            {
                _ = Routes(table, Family.IPv4).Count + Routes(table, Family.IPv6).Count;
            }
        }

        Assert.InRange(refused, 100, 2_000);
    }

    [Fact]
    public async Task WriteImage_WhileLanesChangeTables_HoldsOnlyWhatWasAnnounced()
    {
        using var tables = new RouteTables(new RouteTablesOptions { ReclaimAfter = 1 });
        using var stop = new CancellationTokenSource();
        var lanes = Enumerable.Range(0, 2).Select(router => Task.Run(() => Churn(Up(tables, router), router, stop.Token))).ToArray();
        for (var round = 0; round < 30; round++)
        {
            using var restored = new RouteTables(new RouteTablesOptions());
            Assert.Null(Images.Load(restored, Images.Of(tables)).Refusal);
            foreach (var (router, table) in restored.All.Index())
            {
                foreach (var (prefix, route) in Routes(table, Family.IPv4))
                {
                    // A route's MED says which prefix it is of; its next hop, whose.
                    Assert.Equal(prefix.Address.V4 >> 8, route.Attributes.Med);
                    Assert.Equal(NextHop(router), route.NextHop);
                }
            }

            tables.Reclaim();
        }

        await stop.CancelAsync();
        await Task.WhenAll(lanes);
    }

    [Fact]
    public void WriteImage_GivenUp_LeavesTheTablesAsTheyWere()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        Fill(tables);
        var routes = tables.Totals.Routes;
        Assert.Throws<OperationCanceledException>(() => tables.WriteImage(Stream.Null, Images.Node, Images.At, new CancellationToken(canceled: true)));
        tables.Reclaim();
        Assert.Equal(routes, tables.Totals.Routes);
        Assert.Equal(3, tables.WriteImage(Stream.Null, Images.Node, Images.At, CancellationToken.None).Tables);
    }

    private static void Churn(AdjRibIn table, int router, CancellationToken stop)
    {
        var random = new Random(router);
        while (!stop.IsCancellationRequested)
        {
            var updates = new UpdateBytes();
            for (var message = 0; message < 20; message++)
            {
                var prefix = ApplyTests.V4(random.Next(Prefixes), 1).Single();
                _ = random.Next(3) == 0
                    ? updates.Withdraw([prefix])
                    : updates.Announce([prefix], Attributes(random.Next(50)) with { Med = prefix.Address.V4 >> 8 }, NextHop(router));
            }

            _ = updates.ApplyTo(table, DateTimeOffset.UtcNow);
        }
    }

    /// <summary>Three sessions: one that is up and was changed for hours, one with many next hops, one that is lost and lost again.</summary>
    private static void Fill(RouteTables tables, int prefixes = Prefixes)
    {
        var random = new Random(1);
        for (var router = 0; router < 3; router++)
        {
            var table = Up(tables, router);
            var updates = new UpdateBytes();
            for (var first = 0; first < prefixes; first += 20)
            {
                var nextHop = NextHop(router == 1 ? random.Next(600) : router);
                _ = updates.Announce(ApplyTests.V4(first, 20), Attributes(random.Next(40)), nextHop);
                _ = updates.Announce(V6(first, 5), Attributes(random.Next(40)), Ip.FromV6(0x2001_0db8_0000_0000, (ulong)router + 1));
            }

            _ = updates.EndOfRib(Family.IPv4).EndOfRib(Family.IPv6).ApplyTo(table, Start);
            for (var second = 1; router == 0 && second < 400; second++)
            {
                _ = new UpdateBytes().Announce(ApplyTests.V4(random.Next(prefixes), 1), Attributes(second % 7), NextHop(0)).ApplyTo(table, Start.AddSeconds(second * 30));
            }

            if (router == 2)
            {
                table.SessionDown(Start.AddMinutes(1));
                table.SessionUp(UpdateBytes.Context, PrefixLimits.None, Start.AddMinutes(2));
                _ = new UpdateBytes().Announce(ApplyTests.V4(0, 50), Attributes(1), NextHop(9)).ApplyTo(table, Start.AddMinutes(3));
                table.SessionDown(Start.AddMinutes(4));
            }
        }
    }

    private static byte[] Changed(byte[] payload, Random random)
    {
        if (payload.Length > 0)
        {
            payload[random.Next(payload.Length)] = (byte)random.Next(256);
        }

        return payload;
    }

    private static void Refused(byte[] image, params string[] because)
    {
        using var restored = new RouteTables(new RouteTablesOptions());
        var refusal = Images.Load(restored, image).Refusal;
        Assert.NotNull(refusal);
        Assert.True(because.Length == 0 || because.Any(words => refusal.Contains(words, StringComparison.Ordinal)), refusal);
        Assert.Equal(0, restored.Totals.Routes);
    }

    private static SortedDictionary<IpPrefix, Route> Routes(AdjRibIn table, Family family)
    {
        var routes = new SortedDictionary<IpPrefix, Route>();
        for (long position = 0; position != WalkResult.End;)
        {
            var page = table.Walk(family, RouteFilter.All, position, 500, 10_000);
            foreach (var route in page.Routes)
            {
                routes.Add(route.Prefix!.Value, route);
            }

            position = page.Next;
        }

        return routes;
    }

    private static string Text(Route route, bool stale) =>
        $"{route.Prefix} {route.NextHop} {Convert.ToHexString(route.EncodeAttributes())} {route.ReceivedAt:O} {stale}";

    private static AdjRibIn Up(RouteTables tables, int router)
    {
        var table = tables.Open(Key(router));
        table.SessionUp(UpdateBytes.Context, PrefixLimits.None, Start);
        return table;
    }

    private static SessionKey Key(int router) => new(new DeviceId(new TenantId("acme"), $"edge{router}"), Ip.FromV4(0x0A000001 + (uint)router));

    private static TestAttributes Attributes(int number) => new(0, [64500, (uint)number + 1], null, 100, [(uint)number], null, [], []);

    private static Ip NextHop(int number) => Ip.FromV4(0xC000_0200 + (uint)number);

    private static IEnumerable<IpPrefix> V6(int first, int count) =>
        Enumerable.Range(first, count).Select(index => IpPrefix.Create(Ip.FromV6(0x2001_0db8_0000_0000 | ((ulong)index << 8), 0), 56));
}
