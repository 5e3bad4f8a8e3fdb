using System.Runtime.InteropServices;
using Pierhead.Wire.Bgp;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary><c>serve --announce</c> and SIGQUIT as an operator of a lab uses them: the process itself, and a router that listens.</summary>
public sealed class AnnounceTests
{
    private const string Tenant = """
        tenant: acme
        asn: 64500
        devices:
          - { name: pe1, addresses: [127.89.0.1], bgp: { families: [ipv4, ipv4-flowspec] } }
        """;

    private const string Good = """
        announcements:
          - { tenant: acme, device: pe1, prefix: 192.0.2.66/32, next_hop: 192.0.2.254, communities: ["65535:666"] }
          - { tenant: acme, device: pe1, rule: "destination 192.0.2.66/32 protocol =17", extended_communities: ["traffic-rate-bytes:0:0"] }
        """;

    [Fact]
    public async Task Serve_AnnouncementsWithMistakes_ListsThemAllAndStartsNothing()
    {
        using var tree = new Tree(ServeProcess.FreeEndpoint(), ServeProcess.FreeEndpoint(), Tenant);
        tree.Write("announce.yaml", Good.Replace("pe1", "pe9", StringComparison.Ordinal));
        var file = Path.Combine(tree.Path, "announce.yaml");
        using var serve = ServeProcess.Start("serve", "--config", tree.Path, "--announce", file);

        Assert.Equal(1, await serve.ExitAsync());

        Assert.Equal(
            [$"{file}:2: there is no device `pe9` of tenant `acme`", $"{file}:3: there is no device `pe9` of tenant `acme`"],
            serve.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Serve_Announce_TellsTheRouterAndSigquitEndsWithoutAWord()
    {
        var bgp = ServeProcess.FreeEndpoint();
        using var tree = new Tree(bgp, ServeProcess.FreeEndpoint(), Tenant);
        tree.Write("announce.yaml", Good);
        using var serve = ServeProcess.Start("serve", "--config", tree.Path, "--announce", Path.Combine(tree.Path, "announce.yaml"));
        await serve.UntilErrorHasAsync("is up");
        await using var router = await HandMadeRouter.ConnectAsync(bgp, "127.89.0.1", 64500);

        // The prefix with its community, and the rule with the action that drops what it matches.
        await RunningNode.UntilAsync(() => Told(router, "20C0000242", "FFFF029A"), "the route announced");
        await RunningNode.UntilAsync(() => Told(router, "090120C0000242038111", "80060000" + "00000000"), "the rule announced");

        // A reload reads the file anew; what is wrong in it changes nothing.
        tree.Write("announce.yaml", Good.Replace("192.0.2.66/32, next_hop", "192.0.2.67/32, next_hop", StringComparison.Ordinal));
        serve.Signal(PosixSignal.SIGHUP);
        await RunningNode.UntilAsync(() => Told(router, "20C0000243", "FFFF029A"), "the changed route announced");
        tree.Write("announce.yaml", "announcements: [{}]");
        serve.Signal(PosixSignal.SIGHUP);
        await serve.UntilErrorHasAsync("Configuration not reloaded");
        Assert.False(router.IsClosed);

        serve.Signal(PosixSignal.SIGQUIT);

        Assert.Equal(0, await serve.ExitAsync());
        await RunningNode.UntilAsync(() => router.IsClosed, "the connection closed");
        Assert.Empty(router.Received(BgpMessageType.Notification));
    }

    private static bool Told(HandMadeRouter router, params string[] octets) =>
        router.Received(BgpMessageType.Update).Any(update => octets.All(each => update.Contains(each, StringComparison.Ordinal)));
}
