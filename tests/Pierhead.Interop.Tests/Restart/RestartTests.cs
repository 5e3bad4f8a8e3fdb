using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Restart;

/// <summary>Graceful restart of both sides (RFC 4724, 8538) with real daemons. A class for each daemon, so that they run side by side.</summary>
public abstract class RestartTests
{
    /// <summary>Seconds that the daemon tells as its Restart Time.</summary>
    private protected const int RestartTime = 90;

    /// <summary>What Pierhead announces to it.</summary>
    private const string Mitigated = "192.0.2.77/32";

    private readonly RouterKind _kind;

    private protected RestartTests(RouterKind kind) => _kind = kind;

    /// <summary>
    /// Killed, its routes are stale for longer than <c>keep_stale</c>, for the Restart Time that it told; back, what it announces again is fresh, changed or
    /// not, and what it does not is swept by its End-of-RIB.
    /// </summary>
    [Fact]
    public async Task Router_KilledAndBack_StaleThenRefreshedOrSwept()
    {
        await using var lab = new Lab();
        var daemon = lab.AddDaemon(_kind, "edge1");
        var device = new DeviceEntry("edge1", daemon.Site.Ipv4) { KeepStale = KeepStale };
        var node = await lab.StartPierhead(new ConfigTree(64500, device));
        await Announce(daemon, restarted: false, new("203.0.113.0/24", 1), new("198.51.100.0/24", 2), new("192.0.2.0/25", 3));
        await UntilHeld(node, "192.0.2.0/25 64500:3", "198.51.100.0/24 64500:2", "203.0.113.0/24 64500:1");

        daemon.Kill();
        await UntilHeld(node, "192.0.2.0/25 64500:3 stale", "198.51.100.0/24 64500:2 stale", "203.0.113.0/24 64500:1 stale");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await UntilHeld(node, "192.0.2.0/25 64500:3 stale", "198.51.100.0/24 64500:2 stale", "203.0.113.0/24 64500:1 stale");

        await Announce(daemon, restarted: true, new("203.0.113.0/24", 1), new("198.51.100.0/24", 4), new("192.0.2.128/25", 5));
        await UntilHeld(node, "192.0.2.128/25 64500:5", "198.51.100.0/24 64500:4", "203.0.113.0/24 64500:1");
        TestContext.Current.TestOutputHelper?.WriteLine($"{_kind}: 3 routes stale while it was away (keep_stale {KeepStale}), then 1 refreshed, 1 changed, 1 swept, 1 new");
    }

    /// <summary>Killed, or gone by SIGQUIT, Pierhead leaves what it announced with the router, and finds it there when it is back; by SIGTERM it takes it along.</summary>
    private protected async Task KeepsWhatPierheadAnnounced()
    {
        await using var lab = new Lab();
        var daemon = lab.AddDaemon(_kind, "edge1");
        var node = await lab.StartPierhead(
            new ConfigTree(64500, new DeviceEntry("edge1", daemon.Site.Ipv4)),
            $$"""announcements: [{ tenant: acme, device: edge1, prefix: {{Mitigated}}, next_hop: 10.91.1.77, communities: ["65535:666"] }]""");
        await Announce(daemon, restarted: false, new Announced("203.0.113.0/24", 1));
        await Eventually.Holds("the router has what Pierhead announces", () => daemon.Knows(Mitigated));

        foreach (var how in new[] { "SIGKILL", "SIGQUIT" })
        {
            if (how == "SIGKILL")
            {
                node.Kill();
            }
            else
            {
                await node.Quit();
            }

            await Eventually.Holds("the session is down", () => !daemon.HasSession(daemon.Site.NodeIpv4));
            Assert.True(daemon.Knows(Mitigated), $"after {how} the router has dropped what Pierhead announced");
            await node.Restart();
            Assert.True(daemon.Knows(Mitigated), $"after {how} the router has dropped what Pierhead announced before it was back");
            var isAwaited = !HasToldToConnect(daemon);
            await Eventually.Holds("the session is back", () =>
            {
                Assert.True(!isAwaited || daemon.Knows(Mitigated), $"after {how} the router has dropped what Pierhead announced before it was back");
                return daemon.HasSession(daemon.Site.NodeIpv4);
            });
            await UntilHeld(node, "203.0.113.0/24 64500:1");
            Assert.True(!isAwaited || daemon.Knows(Mitigated), $"after {how} the router has dropped what Pierhead announced when it was back");
            await Eventually.Holds($"after {how} the router is told again", () => daemon.Knows(Mitigated));
            TestContext.Current.TestOutputHelper?.WriteLine($"{_kind}: {Mitigated} kept over {how}, and announced again");
        }

        Assert.NotNull(node.Terminate(TimeSpan.FromSeconds(5)));
        await Eventually.Holds("after SIGTERM it is withdrawn", () => !daemon.Knows(Mitigated));
        TestContext.Current.TestOutputHelper?.WriteLine($"{_kind}: {Mitigated} withdrawn with SIGTERM");
    }

    /// <summary>Shorter than the test waits, so that what is still there is there for the Restart Time; a daemon that tells none needs a longer one.</summary>
    private protected virtual string KeepStale => "2s";

    /// <summary>Whether the daemon had to be told to connect to the node that is back, which ends its waiting.</summary>
    private protected virtual bool HasToldToConnect(RouterDaemon daemon) => false;

    /// <summary>Starts the daemon with these routes and graceful restart.</summary>
    private protected abstract Task Announce(RouterDaemon daemon, bool restarted, params Announced[] routes);

    private static async Task UntilHeld(PierheadNode node, params string[] expected) => await Eventually.Holds(
        "the routes",
        async () => string.Join('\n', (await node.Api.Routes("edge1"))
            .Select(route => $"{route.Prefix} {string.Join(' ', route.Communities)}{(route.Stale ? " stale" : string.Empty)}").Order(StringComparer.Ordinal)),
        held => held == string.Join('\n', expected));

    /// <param name="Prefix">An IPv4 prefix.</param>
    /// <param name="Number">Of its community.</param>
    private protected sealed record Announced(string Prefix, int Number);
}
