using System.Net;
using Pierhead.Simulate;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>A node with two tenants that hold the same prefixes and a device of the same name, and tokens for each.</summary>
internal static class TwoTenants
{
    public const string AcmeToken = "acme-viewer-token";
    public const string AcmeOperatorToken = "acme-operator-token";
    public const string GlobexToken = "globex-viewer-token";
    public const string PlatformToken = "platform-admin-token";
    public const int RoutesEach = 300;

    private const string Acme = """
        tenant: acme
        asn: 64500
        sites: [{ name: ams1 }]
        vrfs: [{ name: blue, rd: ["64500:1"] }]
        devices:
          - { name: edge1, site: ams1, description: "acme rack", addresses: [127.81.0.1] }
          - { name: acme-only, addresses: [127.81.0.2] }
        """;

    private const string Globex = """
        tenant: globex
        asn: 64510
        vrfs: [{ name: blue, rd: ["65551:1"] }, { name: globex-vpn, rd: ["65551:2"] }]
        devices:
          - { name: edge1, description: "globex rack", addresses: [127.82.0.1] }
          - { name: globex-only, addresses: [127.82.0.2] }
        """;

    public static Task<RunningNode> StartAsync(bool withTokens = true) => RunningNode.StartAsync(
        new Dictionary<string, string> { ["acme.yaml"] = Acme, ["globex.yaml"] = Globex },
        !withTokens
            ? null
            :
            [
                ("acme-viewer", "viewer", "acme", AcmeToken),
                ("acme-operator", "operator", "acme", AcmeOperatorToken),
                ("globex-viewer", "viewer", "globex", GlobexToken),
                ("noc", "admin", "*", PlatformToken),
            ]);

    /// <summary>Two routers of each tenant with <see cref="RoutesEach"/> IPv4 and IPv6 routes each.</summary>
    public static async Task<IReadOnlyList<Simulation>> ConnectAsync(RunningNode node)
    {
        Simulation[] routers =
        [
            new(Plan(node, "127.81.0.1", 64500, seed: 1)),
            new(Plan(node, "127.82.0.1", 64510, seed: 1)),
        ];
        foreach (var simulation in routers)
        {
            await simulation.StartAsync();
        }

        await RunningNode.UntilAsync(
            () => node.Node.Tables.Totals.Routes == 4 * 2 * RoutesEach, "four routers with all their routes");
        return routers;
    }

    private static SimulationPlan Plan(RunningNode node, string first, uint asn, ulong seed) => SimulationPlans.From(new SimulateOptions
    {
        Target = node.Bgp,
        Routers = 2,
        FirstLocalAddress = IPAddress.Parse(first),
        Asn = new Asn(asn),
        Seed = seed,
        IPv4Count = RoutesEach,
        IPv6Count = RoutesEach,
    });
}
