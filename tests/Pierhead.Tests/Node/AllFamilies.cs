using Pierhead.Web.Contract;
using Pierhead.Wire.Bgp;

namespace Pierhead.Tests.Node;

/// <summary>A node with PE routers of two tenants whose sessions carry every family, and VPNs by name.</summary>
internal static class AllFamilies
{
    public const string AcmeToken = "acme-viewer-token";
    public const string PlatformToken = "platform-admin-token";

    private const string Bgp =
        "bgp: { families: [ipv4, ipv6, ipv4-labeled, ipv6-labeled, vpnv4, vpnv6, ipv4-flowspec, ipv6-flowspec, vpnv4-flowspec, vpnv6-flowspec], add_path: [ipv4, vpnv4] }";

    private const string Acme = $$"""
        tenant: acme
        asn: 64500
        vrfs:
          - { name: blue, rd: ["64500:1", "192.0.2.1:7"] }
          - { name: red, rd: ["64500:2"] }
          - { name: empty, rd: ["64500:3"] }
        devices:
          - { name: pe1, addresses: [127.87.0.1], {{Bgp}} }
          - { name: pe2, addresses: [127.87.0.2], {{Bgp}} }
        """;

    private const string Globex = $$"""
        tenant: globex
        asn: 64510
        vrfs: [{ name: blue, rd: ["64510:1"] }, { name: globex-only, rd: ["64510:2"] }]
        devices:
          - { name: pe1, addresses: [127.87.1.1], {{Bgp}} }
          - { name: globex-pe, addresses: [127.87.1.2], {{Bgp}} }
        """;

    /// <summary>What acme's pe1 announces, with several paths in IPv4 and VPNv4.</summary>
    public static readonly HandMadeRoute[] OfPe1 =
    [
        new(Family.IPv4, "10.0.0.0/8", PathId: 1),
        new(Family.IPv4, "10.0.0.0/8", PathId: 2),
        new(Family.IPv4, "10.0.0.0/8", PathId: 4_000_000_000),
        new(Family.IPv6, "2001:db8::/32"),
        new(Family.IPv4Labeled, "10.1.0.0/16", Labels: [100, 200]),
        new(Family.IPv6Labeled, "2001:db8:1::/48", Labels: [300]),
        new(Family.VpnV4, "10.0.0.0/8", "64500:1", PathId: 1, [16]),
        new(Family.VpnV4, "10.0.0.0/8", "64500:1", PathId: 2, [17]),
        new(Family.VpnV4, "10.1.0.0/16", "192.0.2.1:7", PathId: 1, [18]),
        new(Family.VpnV4, "10.0.0.0/8", "64500:2", PathId: 1, [19]),
        new(Family.VpnV6, "2001:db8::/32", "64500:1", Labels: [20, 21, 22]),
        new(Family.IPv4Flowspec, "destination 10.0.0.1/32 protocol =17"),
        new(Family.IPv6Flowspec, "destination 2001:db8::1/128 protocol =17"),
        new(Family.VpnV4Flowspec, "destination 10.0.0.2/32", "64500:1"),
        new(Family.VpnV6Flowspec, "destination 2001:db8::2/128", "64500:2"),
    ];

    /// <summary>What acme's pe2 announces: one path of each.</summary>
    public static readonly HandMadeRoute[] OfPe2 =
    [
        new(Family.IPv4, "10.0.0.0/8"),
        new(Family.VpnV4, "10.1.0.0/16", "64500:1", Labels: [30]),
    ];

    /// <summary>What globex's pe1 announces, behind a distinguisher of acme's too.</summary>
    public static readonly HandMadeRoute[] OfGlobex =
    [
        new(Family.IPv4, "10.0.0.0/8"),
        new(Family.VpnV4, "10.1.0.0/16", "64510:1", Labels: [40]),
        new(Family.VpnV4, "10.2.0.0/16", "64500:1", Labels: [41]),
    ];

    public static Task<RunningNode> StartAsync(bool withTokens = false) => RunningNode.StartAsync(
        new Dictionary<string, string> { ["acme.yaml"] = Acme, ["globex.yaml"] = Globex },
        withTokens ? [("acme-viewer", "viewer", "acme", AcmeToken), ("noc", "admin", "*", PlatformToken)] : null);

    /// <summary>The routers with all their routes.</summary>
    public static async Task<IReadOnlyList<HandMadeRouter>> ConnectAsync(RunningNode node)
    {
        HandMadeRouter[] routers =
        [
            await HandMadeRouter.ConnectAsync(node, "127.87.0.1", 64500, Family.IPv4, Family.VpnV4),
            await HandMadeRouter.ConnectAsync(node, "127.87.0.2", 64500),
            await HandMadeRouter.ConnectAsync(node, "127.87.1.1", 64510),
        ];
        await routers[0].AnnounceAsync(OfPe1);
        await routers[1].AnnounceAsync(OfPe2);
        await routers[2].AnnounceAsync(OfGlobex);
        var all = OfPe1.Length + OfPe2.Length + OfGlobex.Length;
        await RunningNode.UntilAsync(() => node.Node.Tables.Totals.Routes == all, "three routers with all their routes");
        return routers;
    }

    public static async Task EndAsync(IEnumerable<HandMadeRouter> routers)
    {
        foreach (var router in routers)
        {
            await router.DisposeAsync();
        }
    }

    /// <summary>Every route that a list of the API holds, page by page.</summary>
    public static async Task<List<Route>> AllAsync(HttpClient client, string path)
    {
        var routes = new List<Route>();
        for (string? next = string.Empty; next is not null;)
        {
            var page = await RunningNode.GetAsync<Page<Route>>(client, $"api/v1/{path}{(next.Length == 0 ? "" : $"&cursor={next}")}");
            routes.AddRange(page.Items);
            next = page.Next;
        }

        return routes;
    }
}
