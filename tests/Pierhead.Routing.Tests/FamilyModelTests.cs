using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>Random histories of a session in each family, with path identifiers and without, compared with a dictionary.</summary>
public sealed class FamilyModelTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);

    private static readonly ulong[] Distinguishers = [0x0000_FBF4_0000_0001, 0x0000_FBF4_0000_0002, 0x0001_C000_0201_0007];

    public static TheoryData<Family, int> Histories()
    {
        var histories = new TheoryData<Family, int>();
        foreach (var row in Families.Rows)
        {
            histories.Add(row.Family, 0);
            histories.Add(row.Family, 1);
            histories.Add(row.Family, 2);
        }

        return histories;
    }

    /// <param name="family">The family.</param>
    /// <param name="mode">0 without path identifiers, 1 with them, 2 as it comes with each session.</param>
    [Theory]
    [MemberData(nameof(Histories))]
    public void Apply_RandomHistory_EqualsNaivePaths(Family family, int mode)
    {
        var random = new Random(((int)family * 10) + mode);
        using var tables = new RouteTables(new RouteTablesOptions { SparseRoutes = 16, PaletteSize = 3 });
        var table = tables.Open(new SessionKey(new DeviceId(new TenantId("acme"), "edge1"), Ip.FromV4(0x0A000001)));
        var naive = new NaivePaths();
        var universe = Universe(family, random);
        var now = Start;
        var isUp = false;
        var addPath = false;
        for (var step = 0; step < 400; step++)
        {
            now = now.AddSeconds(random.Next(3));
            if (!isUp)
            {
                isUp = true;
                var before = addPath;
                addPath = mode == 2 ? random.Next(2) == 0 : mode == 1;
                table.SessionUp(FamilyUpdates.Context(family, addPath), PrefixLimits.None, now);
                naive.Lose(before);
            }

            switch (random.Next(25))
            {
                case 0:
                    isUp = false;
                    table.SessionDown(now);
                    break;
                case 1:
                    table.DropStale(FamilySet.Of(family));
                    naive.DropStale();
                    break;
                case 2:
                    var marker = new FamilyUpdates(family, addPath);
                    marker.EndOfRib();
                    Assert.Equal(FamilySet.Of(family), marker.Bytes.ApplyTo(table, now).EndOfRib);
                    naive.DropStale();
                    break;
                case 3:
                    table.BeginRefresh(family);
                    naive.Lose(addPath);
                    break;
                case 4:
                    table.EndRefresh(family);
                    naive.DropStale();
                    break;
                case 5:
                    tables.Reclaim();
                    break;
                default:
                    Churn(family, addPath, table, naive, universe, random, now);
                    break;
            }

            if (step % 20 == 19)
            {
                Same(family, table, naive, isUp, random);

                // Where path identifiers came and went only the newer session's paths are in an image.
                if (mode != 2)
                {
                    using var restored = new RouteTables(new RouteTablesOptions());
                    var image = Images.Of(tables);
                    Assert.Null(Images.Load(restored, image).Refusal);
                    Same(family, restored.Open(table.Key), naive, isUp: false, random);
                }
            }
        }
    }

    private static void Churn(
        Family family, bool addPath, AdjRibIn table, NaivePaths naive, NaiveKey[] universe, Random random, DateTimeOffset now)
    {
        var updates = new FamilyUpdates(family, addPath);
        for (var message = random.Next(1, 30); message > 0; message--)
        {
            // 0 is an identifier like any other, and so is the greatest.
            var routes = random.GetItems(universe, random.Next(1, 12))
                .Select(key => (Key: key, PathId: addPath ? (uint?)(random.Next(6) - 1) : null, Labels: Labels(family, random))).ToList();
            if (random.Next(3) == 0)
            {
                updates.Withdraw(routes.Select(route => (route.Key, route.PathId)));
                routes.ForEach(route => naive.Withdraw(route.Key, route.PathId));
            }
            else
            {
                var attributes = new TestAttributes((uint)random.Next(3), [(uint)random.Next(1, 6) * 70_000], null, 100, [(uint)random.Next(1, 4)], null, [], []);
                var nextHop = family.IsIPv6()
                    ? Ip.FromV6(0x2001_0db8_0000_0000, (ulong)random.Next(1, 8))
                    : Ip.FromV4(0xC000_0200 + (uint)random.Next(1, 8));
                updates.Announce(routes, attributes, nextHop);
                routes.ForEach(route => naive.Announce(route.Key, route.PathId, new NaivePath(attributes, nextHop, route.Labels, Stale: false)));
            }
        }

        var result = updates.Bytes.ApplyTo(table, now);
        Assert.Equal(updates.Bytes.Count, result.Applied);
        Assert.Equal(0, result.FaultyUpdates);
    }

    private static void Same(Family family, AdjRibIn table, NaivePaths naive, bool isUp, Random random)
    {
        Assert.Equal(naive.Paths.Count, table.Count(family));
        Assert.Equal(naive.Paths.Values.LongCount(path => path.Stale || !isUp), table.StaleCount);
        var seen = new HashSet<(NaiveKey Key, bool HasPathId, uint PathId)>();
        for (long position = 0; position != WalkResult.End;)
        {
            var page = table.Walk(family, RouteFilter.All, position, random.Next(1, 20), random.Next(1, 200));
            foreach (var route in page.Routes)
            {
                var key = (KeyOf(route), route.PathId is not null, route.PathId ?? 0);
                Assert.True(seen.Add(key), $"{key} came twice");
                SameRoute(family, naive.Paths[key], route, isUp);
            }

            position = page.Next;
        }

        Assert.Equal(naive.Paths.Keys.ToHashSet(), seen);
        SameLongestMatch(family, table, naive, random);
    }

    private static void SameRoute(Family family, NaivePath expected, Route route, bool isUp)
    {
        Assert.Equal(family, route.Family);
        Assert.Equal(family.Kind() == NlriKind.Rule ? null : expected.NextHop, route.NextHop);
        Assert.Equal(expected.Labels, route.Labels);
        Assert.Equal(expected.Stale || !isUp, route.Stale);
        var nextHop = family == Family.IPv4 ? expected.NextHop : (Ip?)null;
        Assert.Equal(Convert.ToHexString(expected.Attributes.Encode(nextHop)), Convert.ToHexString(route.EncodeAttributes()));
    }

    private static void SameLongestMatch(Family family, AdjRibIn table, NaivePaths naive, Random random)
    {
        if (family.Kind() == NlriKind.Rule)
        {
            return;
        }

        for (var probe = 0; probe < 30; probe++)
        {
            var address = Prefix(family, random).Address;
            var distinguisher = family.HasDistinguisher() ? Distinguishers[random.Next(Distinguishers.Length)] : 0;
            var best = naive.Paths.Keys.Where(key => key.Key.Distinguisher == distinguisher && key.Key.Prefix!.Value.Contains(address))
                .GroupBy(key => key.Key).MaxBy(group => group.Key.Prefix!.Value.Length);
            var found = family.HasDistinguisher() ? table.LongestMatch(new RouteDistinguisher(distinguisher), address) : table.LongestMatch(address);
            Assert.Equal(
                best?.Select(key => (key.Key, key.PathId)).ToHashSet() ?? [],
                found.Select(route => (KeyOf(route), route.PathId ?? 0)).ToHashSet());
        }
    }

    private static NaiveKey KeyOf(Route route) =>
        new(route.Distinguisher?.Value ?? 0, route.Prefix, route.Rule is { } rule ? Convert.ToHexString(rule.Components.Span) : null);

    private static uint[]? Labels(Family family, Random random) => family.Kind() != NlriKind.Labeled
        ? null
        : [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => (uint)random.Next(16, 24))];

    private static NaiveKey[] Universe(Family family, Random random)
    {
        var all = new HashSet<NaiveKey>();
        while (all.Count < 60)
        {
            var distinguisher = family.HasDistinguisher() ? Distinguishers[random.Next(Distinguishers.Length)] : 0;

            // Rules of one protocol (type 3, end of list and equals) with one, two or three of its numbers.
            all.Add(family.Kind() == NlriKind.Rule
                ? new NaiveKey(distinguisher, null, $"03{string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => $"01{random.Next(1, 5):X2}"))}81{random.Next(256):X2}")
                : new NaiveKey(distinguisher, Prefix(family, random), null));
        }

        return [.. all];
    }

    private static IpPrefix Prefix(Family family, Random random) => family.IsIPv6()
        ? IpPrefix.Create(Ip.FromV6((ulong)random.Next(1 << 4) * 0x1111_1111_1111_1111, (ulong)random.Next(1 << 4) << 60), random.Next(100))
        : IpPrefix.Create(Ip.FromV4((uint)random.Next(1 << 4) * 0x1111_1111u), random.Next(33));
}
