using Pierhead.Wire.Bgp;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>Nothing else runs while one of these does: their sessions have short hold times.</summary>
[CollectionDefinition(nameof(AbuseTests), DisableParallelization = true)]
public sealed class AbuseCollection : ICollectionFixture<HonestNode>;

/// <summary>
/// What hostile or broken routers do to a node. Each ends with: the offender was handled as the documents say, fifty honest sessions have
/// not noticed, and the memory is back.
/// </summary>
[Collection(nameof(AbuseTests))]
public sealed class AbuseTests(HonestNode node)
{
    private const string UpOfOffenders = "pierhead_sessions{state=\"established\",tenant=\"offending\"}";
    private const string RangeFull = "pierhead_connections_rejected_total{reason=\"range_full\"}";
    private const string Unclaimed = "pierhead_connections_rejected_total{reason=\"unclaimed\"}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReconnectStorm_OfTenThousand_AllComeUpEachTime()
    {
        const int Many = 10_000;

        // Once before the memory is looked at: room for the sessions of so many is no leak.
        long before = 0;
        for (var storm = 0; storm < 3; storm++)
        {
            var routers = new Offender[Many];
            await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 1_000, CancellationToken = Cancellation }, async (i, stop) =>
            {
                var address = $"127.92.{i / 250}.{1 + (i % 250)}";
                routers[i] = await Offender.OpenAsync(node.Bgp, address);
                _ = await routers[i].SendAsync(AbuseUpdates.Announce((uint)(0x0B00_0000 + (i << 8)), 1, AbuseUpdates.Attributes(64501)));
            });
            await node.UntilAsync($"all of storm {storm} up", async () => await node.MetricAsync(UpOfOffenders) == Many, () => $"{routers.Count(each => each.End.IsCompleted)} ended");
            Array.ForEach(routers, router => router.Dispose());
            await node.UntilAsync("all gone", async () => await node.MetricAsync(UpOfOffenders) == 0);
            before = storm == 0 ? node.Resident : before;
        }

        await node.UnharmedAsync(before);
    }

    [Fact]
    public async Task ZeroWindow_ARouterThatReadsNothing_CostsNobodyElse()
    {
        var before = node.Resident;
        var routers = new List<Offender>();
        for (var i = 1; i <= 50; i++)
        {
            routers.Add(await Offender.OpenAsync(node.Bgp, $"127.89.0.{i}", holdTime: 9, reads: false));
        }

        // They say nothing more: the hold timer, 9 s, is what ends them; those that do go on are ended by the send hold timer (SlowRouterTests).
        await node.UntilAsync("all up", async () => await node.MetricAsync(UpOfOffenders) == 50);
        await node.UntilAsync("all ended", async () => await node.MetricAsync(UpOfOffenders) == 0);
        Assert.Equal("hold timer expired", (await node.SessionAsync("127.89.0.7"))?.LastError);
        routers.ForEach(router => router.Dispose());
        await node.UnharmedAsync(before);
    }

    [Fact]
    public async Task OneOctetASecond_HoldTimerEndsIt()
    {
        var before = node.Resident;
        using var router = await Offender.OpenAsync(node.Bgp, "127.89.0.1", holdTime: 9);
        var update = AbuseUpdates.Announce(0x0B00_0000, 1, AbuseUpdates.Attributes(64501));
        for (var at = 0; at < update.Length && !router.End.IsCompleted; at++)
        {
            _ = await router.SendAsync(update.AsMemory(at, 1));
            await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
        }

        // RFC 4271 section 6.5: half a message is no message.
        Assert.Equal("4/0", await router.End);
        await node.UnharmedAsync(before);
    }

    [Fact]
    public async Task OpensThatNeverEnd_FillTheirRangeAndNothingElse()
    {
        var before = node.Resident;
        var rejected = await node.MetricAsync(RangeFull);
        var routers = new List<Offender>();
        for (var i = 1; i <= 200; i++)
        {
            var router = await Offender.ConnectAsync(node.Bgp, $"127.91.0.{i}");
            _ = await router.SendAsync(Offender.Open($"127.91.0.{i}").AsMemory(0, 20));
            routers.Add(router);
        }

        // max_sessions: 20; the others get Cease / Connection Rejected at once.
        await node.UntilAsync("the others are refused", async () => await node.MetricAsync(RangeFull) == rejected + 180);
        Assert.Equal(180, routers.Count(router => router.End.IsCompleted && router.End.Result == "6/5"));
        Assert.Equal(0, await node.MetricAsync(UpOfOffenders));
        routers.ForEach(router => router.Dispose());

        // There is room again for one who means it, and who comes again when it is refused: the places are free when the node has seen them left.
        var honest = await Offender.OpenAsync(node.Bgp, "127.91.0.201");
        await node.UntilAsync("an honest one of that range", async () =>
        {
            if (honest.End.IsCompleted)
            {
                honest.Dispose();
                honest = await Offender.OpenAsync(node.Bgp, "127.91.0.201");
            }

            return await node.MetricAsync(UpOfOffenders) == 1;
        });
        honest.Dispose();

        await node.UnharmedAsync(before);
    }

    [Fact]
    public async Task Strangers_TwentyThousand_AreToldAndCounted()
    {
        const int Many = 20_000;
        var before = node.Resident;
        var rejected = await node.MetricAsync(Unclaimed);
        var told = 0;
        await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = Cancellation }, async (i, stop) =>
        {
            var address = $"127.{94 + (i / 15_000)}.{i % 15_000 / 250}.{1 + (i % 250)}";
            using var stranger = await Offender.ConnectAsync(node.Bgp, address);
            _ = await stranger.SendAsync(Offender.Open(address));
            if (await stranger.End.WaitAsync(TimeSpan.FromSeconds(30), Cancellation) == "6/5")
            {
                Interlocked.Increment(ref told);
            }
        });
        Assert.Equal(rejected + Many, await node.MetricAsync(Unclaimed));

        // Past the 1,024 that may linger a connection is closed at once, and a reset may overtake what was said.
        Assert.InRange(told, 1_024, Many);
        Assert.InRange(await node.MetricAsync("pierhead_unknown_routers"), 1, 10_000);
        await node.UnharmedAsync(before);
    }

    [Fact]
    public async Task MillionPrefixesWithRandomAttributes_CutOffAtTheLimitAndReclaimed()
    {
        var before = node.Resident;
        using var router = await Offender.OpenAsync(node.Bgp, "127.90.0.1");
        var random = new Random(1);
        for (var first = 0; first < 1_000_000 && await router.SendAsync(AbuseUpdates.Random(random, first, 500)); first += 500)
        {
        }

        Assert.Equal("6/1", await router.End.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));

        // The entry of a router without one of its own goes with its last table.
        if (await node.SessionAsync("127.90.0.1") is { } session)
        {
            Assert.StartsWith("sent 6/1 Maximum Number of Prefixes Reached", session.LastError, StringComparison.Ordinal);
        }

        await node.UnharmedAsync(before);
    }

    [Fact]
    public async Task OnePrefixWithEverChangingAttributes_IsReclaimedWhileItGoesOn()
    {
        var before = node.Resident;
        using var router = await Offender.OpenAsync(node.Bgp, "127.90.0.2");
        var random = new Random(2);
        long greatest = 0;
        for (var round = 0; round < 600; round++)
        {
            // 2,000 attribute sets of some 300 octets each time: more than 360 MB in all.
            Assert.True(await router.SendAsync(AbuseUpdates.Churn(random, 0x0B00_0000, 2_000)));
            greatest = Math.Max(greatest, node.Resident);
        }

        Assert.InRange(greatest, before, before + (256L << 20));
        await node.UntilAsync("its one route", async () => await node.MetricAsync("pierhead_routes{family=\"ipv4\",tenant=\"offending\"}") == 1);
        router.Dispose();
        await node.UnharmedAsync(before);
    }

    [Fact]
    public async Task PrefixesChosenToCollide_AreTakenLikeOthers()
    {
        var before = node.Resident;
        using var router = await Offender.OpenAsync(node.Bgp, "127.90.0.3");

        // Alike in their low bits, in their high bits, and under multiplication and XOR: what meets in the hashes that tables usually have.
        var prefixes = Enumerable.Range(0, 20_000).SelectMany(i => new[]
        {
            (uint)i << 12, (uint)i << 8 | 0x4000_0000, unchecked((uint)i * 0x9E37_79B1u) & 0xFFFF_FF00, ((uint)i << 16 ^ (uint)i << 8) & 0xFFFF_FF00,
        }).Where(prefix => prefix >= 0x0100_0000).Distinct().ToArray();
        foreach (var chunk in prefixes.Chunk(500))
        {
            Assert.True(await router.SendAsync(AbuseUpdates.Announce(chunk, AbuseUpdates.Attributes(64501))));
        }

        await node.UntilAsync("all routes", async () => await node.MetricAsync("pierhead_routes{family=\"ipv4\",tenant=\"offending\"}") == prefixes.Length);
        router.Dispose();
        await node.UnharmedAsync(before);
    }

    [Fact]
    public async Task AttributesOfSixtyFiveThousandOctets_AreKeptWholeAndReclaimed()
    {
        var before = node.Resident;
        using var router = await Offender.OpenAsync(node.Bgp, "127.89.0.60");
        var random = new Random(3);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(await router.SendAsync(AbuseUpdates.Announce((uint)(0x0B00_0000 + (i << 8)), 1, [.. AbuseUpdates.Attributes(64501), .. AbuseUpdates.Unknown(random, 65_000)])));
        }

        await node.UntilAsync("all routes", async () => await node.MetricAsync("pierhead_routes{family=\"ipv4\",tenant=\"offending\"}") == 1_000);
        var route = Assert.Single((await node.LookupAsync("11.0.7.1")).Items);
        Assert.Equal(65_000 * 2, Assert.Single(route.Other).Value.Length);
        router.Dispose();
        await node.UnharmedAsync(before);
    }

    [Fact]
    public async Task AsPathsOfTwoThousandHops_AreShownWhole()
    {
        var before = node.Resident;
        using var router = await Offender.OpenAsync(node.Bgp, "127.89.0.61");
        for (var i = 0; i < 1_000; i++)
        {
            var hops = Enumerable.Range(i, 2_000).Select(hop => (uint)hop + 1).ToArray();
            Assert.True(await router.SendAsync(AbuseUpdates.Announce((uint)(0x0B00_0000 + (i << 8)), 1, AbuseUpdates.Attributes(hops))));
        }

        await node.UntilAsync("all routes", async () => await node.MetricAsync("pierhead_routes{family=\"ipv4\",tenant=\"offending\"}") == 1_000);
        var route = Assert.Single((await node.LookupAsync("11.0.7.1")).Items);
        Assert.Equal(string.Join(' ', Enumerable.Range(8, 2_000)), route.AsPath);
        router.Dispose();
        await node.UnharmedAsync(before);
    }

    /// <summary>Every file of recorded and fuzzed BGP, octet by octet as it is, and each message of it under a right header, at a session of its own.</summary>
    [Fact]
    public async Task AllCorpora_ThrownAtLiveSessions_HarmNobodyElse()
    {
        var files = Directory.GetFiles(Corpus.Path("bgp"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var before = node.Resident;
        var ends = new SortedDictionary<string, int>();
        foreach (var (index, file) in files.Index())
        {
            var octets = await AbuseUpdates.ReadAsync(file, Cancellation);
            foreach (var body in new[] { octets, AbuseUpdates.Framed(octets) })
            {
                var end = await ThrowAsync($"127.89.0.{1 + (index % 250)}", body);
                ends[end] = ends.GetValueOrDefault(end) + 1;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{files.Length} files: {string.Join(", ", ends.Select(end => $"{end.Key} {end.Value} times"))}");
        Assert.Equal(files.Length * 2, ends.Values.Sum());
        Assert.Equal(0, ends.Keys.Count(end => end.StartsWith("6/8", StringComparison.Ordinal)));
        await node.UnharmedAsync(before);
    }

    /// <summary>Throws octets at an established session; how it ended, or that it stands.</summary>
    private async Task<string> ThrowAsync(string address, byte[] octets)
    {
        using var router = await Offender.OpenAsync(node.Bgp, address, families: [.. Families.Rows.Select(row => row.Family)]);
        await node.UntilAsync("up", async () => (await node.SessionAsync(address))?.State == "established" || router.End.IsCompleted);
        if (await router.SendAsync(octets))
        {
            // What follows is taken only when all before it was.
            _ = await router.SendAsync(MessageFramer.Keepalive());
        }

        var ended = await Task.WhenAny(router.End, Task.Delay(TimeSpan.FromMilliseconds(150), Cancellation)) == router.End;
        return ended ? await router.End : "stands";
    }
}
