using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pierhead.Web.Contract;
using Pierhead.Wire.Bgp;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>Routes of every family, in VPNs and with several paths, as a whole node shows them.</summary>
public sealed class FamilyRoutesTests
{
    [Fact]
    public async Task Routes_OfEveryFamily_ShowDistinguisherPathLabelsAndRule()
    {
        await using var node = await AllFamilies.StartAsync();
        var routers = await AllFamilies.ConnectAsync(node);

        var routes = await AllFamilies.AllAsync(node.Client(), "routes?tenant=acme&device=pe1");

        AssertSame(AllFamilies.OfPe1, routes);
        Assert.All(routes, route => Assert.Equal(
            (HandMadeRoute.AsPath, "igp", 5u, 100u, "64500:7", false),
            (route.AsPath, route.Origin, route.Med!.Value, route.LocalPref!.Value, route.Communities.Single(), route.Stale)));
        var session = (await RunningNode.GetAsync<Page<Session>>(node.Client(), "api/v1/sessions?tenant=acme&device=pe1")).Items.Single();
        Assert.Equal(3, session.Routes["ipv4"]);
        Assert.Equal(4, session.Routes["vpnv4"]);
        Assert.Equal(1, session.Routes["vpnv6-flowspec"]);
        Assert.Equal(AllFamilies.OfPe1.Length, session.Routes.Values.Sum());

        var summary = await RunningNode.GetAsync<Summary>(node.Client(), "api/v1/summary");
        Assert.Equal(node.Node.Tables.Totals.Routes, summary.Routes.Total);
        Assert.Equal(summary.Routes.Total, summary.Routes.ByFamily!.Values.Sum());
        Assert.Equal((5, 7, 1), (summary.Routes.ByFamily["ipv4"], summary.Routes.ByFamily["vpnv4"], summary.Routes.ByFamily["ipv6-labeled"]));
        await AllFamilies.EndAsync(routers);
    }

    [Fact]
    public async Task Routes_FiltersOfVpns_FindWhatIsBehindTheirDistinguishers()
    {
        await using var node = await AllFamilies.StartAsync();
        var routers = await AllFamilies.ConnectAsync(node);
        HandMadeRoute[] acme = [.. AllFamilies.OfPe1, .. AllFamilies.OfPe2];
        HandMadeRoute[] all = [.. acme, .. AllFamilies.OfGlobex];

        // Each row: the filters, and the routes that they leave.
        (string Query, IEnumerable<HandMadeRoute> Expected)[] rows =
        [
            ("rd=64500:1", all.Where(route => route.Rd == "64500:1")),
            ("rd=64500:1&tenant=acme", acme.Where(route => route.Rd == "64500:1")),
            ("rd=192.0.2.1:7", all.Where(route => route.Rd == "192.0.2.1:7")),
            ("rd=64500:9", []),
            ("vrf=blue&tenant=acme", acme.Where(route => route.Rd is "64500:1" or "192.0.2.1:7")),
            ("vrf=red", all.Where(route => route.Rd == "64500:2")),
            ("vrf=empty", []),

            // The name means in each tenant what that tenant says: globex's route behind acme's distinguisher is not of its blue.
            ("vrf=blue", acme.Where(route => route.Rd is "64500:1" or "192.0.2.1:7").Concat(all.Where(route => route.Rd == "64510:1"))),
            ("vrf=blue&family=vpnv6", all.Where(route => route.Family == Family.VpnV6)),
            ("vrf=blue&family=vpnv4-flowspec", all.Where(route => route.Family == Family.VpnV4Flowspec)),
            ("vrf=blue&family=ipv4", []),
            ("vrf=blue&tenant=acme&prefix=10.1.0.0/16", acme.Where(route => route.Rd is not (null or "64500:2") && route.Key == "10.1.0.0/16")),
            ("rd=64500:1&tenant=acme&prefix=10.0.0.0/8&match=longer", acme.Where(route => route.Rd == "64500:1" && route.Family == Family.VpnV4)),
            ("rd=64500:2&prefix=10.1.2.3/32&match=longest", all.Where(route => route is { Rd: "64500:2", Family: Family.VpnV4 })),

            // The longest behind each distinguisher, of each table.
            ("vrf=blue&tenant=acme&device=pe1&prefix=10.1.2.3/32&match=longest",
                AllFamilies.OfPe1.Where(route => route.Family == Family.VpnV4 && route.Rd != "64500:2")),
            ("vrf=blue&tenant=acme&device=pe2&prefix=10.1.2.3/32&match=longest", AllFamilies.OfPe2.Where(route => route.Rd is not null)),
            ("device=pe1&tenant=acme&prefix=10.1.2.3/32&match=longest&family=ipv4", AllFamilies.OfPe1.Where(route => route.Family == Family.IPv4)),
            ("family=ipv4-flowspec", all.Where(route => route.Family == Family.IPv4Flowspec)),
            ("family=ipv4-flowspec&prefix=10.0.0.1/32", []),
        ];
        foreach (var (query, expected) in rows)
        {
            AssertSame(expected, await AllFamilies.AllAsync(node.Client(), $"routes?{query}"), query);
            AssertSame(expected, await AllFamilies.AllAsync(node.Client(), $"routes?{query}&limit=1"), $"{query}, one by one");
        }

        await AllFamilies.EndAsync(routers);
    }

    [Fact]
    public async Task Lookup_InAVpnOrNot_GivesAllPathsOfTheLongestMatch()
    {
        await using var node = await AllFamilies.StartAsync();
        var routers = await AllFamilies.ConnectAsync(node);
        var pe1 = AllFamilies.OfPe1;

        (string Query, IEnumerable<HandMadeRoute> Expected)[] rows =
        [
            ("address=10.9.9.9&tenant=acme&device=pe1", pe1.Where(route => route.Family == Family.IPv4)),
            ("address=10.9.9.9&tenant=acme", pe1.Concat(AllFamilies.OfPe2).Where(route => route.Family == Family.IPv4)),

            // A labelled route that is longer is where the packet goes.
            ("address=10.1.2.3&tenant=acme&device=pe1", pe1.Where(route => route.Family == Family.IPv4Labeled)),
            ("address=2001:db8:2::1&tenant=acme", pe1.Where(route => route.Family == Family.IPv6)),
            ("address=2001:db8:1::1&tenant=acme", pe1.Where(route => route.Family == Family.IPv6Labeled)),
            ("address=10.1.2.3&rd=64500:1&tenant=acme&device=pe1", pe1.Where(route => route is { Family: Family.VpnV4, Rd: "64500:1" })),
            ("address=10.1.2.3&rd=64500:1&tenant=acme&device=pe2", AllFamilies.OfPe2.Where(route => route.Rd == "64500:1")),
            ("address=10.1.2.3&vrf=red", pe1.Where(route => route is { Family: Family.VpnV4, Rd: "64500:2" })),
            ("address=2001:db8::1&vrf=blue&tenant=acme", pe1.Where(route => route.Family == Family.VpnV6)),
            ("address=10.1.2.3&vrf=blue&tenant=globex", AllFamilies.OfGlobex.Where(route => route.Rd == "64510:1")),
            ("address=10.1.2.3&vrf=empty", []),
            ("address=11.0.0.1&vrf=blue", []),
        ];
        foreach (var (query, expected) in rows)
        {
            AssertSame(expected, await AllFamilies.AllAsync(node.Client(), $"lookup?{query}"), query);
            AssertSame(expected, await AllFamilies.AllAsync(node.Client(), $"lookup?{query}&limit=1"), $"{query}, device by device");
        }

        await AllFamilies.EndAsync(routers);
    }

    [Fact]
    public async Task Routes_ManyPathsOverManyPages_EachComesOnce()
    {
        const int Paths = 300;
        await using var node = await AllFamilies.StartAsync();
        await using var router = await HandMadeRouter.ConnectAsync(node, "127.87.0.1", 64500, Family.IPv4, Family.VpnV4);
        HandMadeRoute[] routes =
        [
            .. Enumerable.Range(1, Paths).Select(id => new HandMadeRoute(Family.IPv4, "10.0.0.0/8", PathId: (uint)id)),
            .. Enumerable.Range(1, 3).Select(id => new HandMadeRoute(Family.IPv4, "11.0.0.0/8", PathId: (uint)id)),
            .. Enumerable.Range(0, Paths).Select(id => new HandMadeRoute(Family.VpnV4, "10.0.0.0/8", "64500:1", (uint)id * 7, [16])),
            .. Enumerable.Range(0, 5).Select(id => new HandMadeRoute(Family.VpnV4, "10.0.0.0/8", "192.0.2.1:7", (uint)id, [17])),
        ];
        await router.AnnounceAsync(routes);
        await RunningNode.UntilAsync(() => node.Node.Tables.Totals.Routes == routes.Length, "all paths");
        var client = node.Client();

        foreach (var limit in new[] { 1, 7, 100, 300, 301 })
        {
            AssertSame(routes, await AllFamilies.AllAsync(client, $"routes?limit={limit}"), $"limit {limit}");
            AssertSame(
                routes.Where(route => route.Rd is not null),
                await AllFamilies.AllAsync(client, $"routes?vrf=blue&prefix=10.1.1.1/32&match=longest&limit={limit}"),
                $"longest, limit {limit}");
        }

        AssertSame(routes.Take(Paths), await AllFamilies.AllAsync(client, "lookup?address=10.1.1.1&limit=1"), "lookup");
    }

    [Theory]
    [InlineData("rd=64500", "The parameter 'rd' cannot be used.", "'64500' is not a route distinguisher such as 64500:1, 192.0.2.1:1 or 4200000000:1.")]
    [InlineData("rd=", "The parameter 'rd' cannot be used.", "'' is not a route distinguisher such as 64500:1, 192.0.2.1:1 or 4200000000:1.")]
    [InlineData("rd=64500:1&vrf=blue", "The parameter 'vrf' cannot be used.", "It is another way to say 'rd'; give one of them.")]
    [InlineData("vrf=green", "The parameter 'vrf' cannot be used.", "'green' is not one of: blue, empty, globex-only, red.")]
    [InlineData("vrf=green&tenant=globex", "The parameter 'vrf' cannot be used.", "'green' is not one of: blue, globex-only.")]
    [InlineData("vrf=BLUE&tenant=acme", "The parameter 'vrf' cannot be used.", "'BLUE' is not one of: blue, empty, red.")]
    [InlineData("vrf=blue&tenant=nobody", "The parameter 'vrf' cannot be used.", "No tenant that is asked has a key 'vrfs'.")]
    public async Task Get_VpnThatCannotBeMeant_ProblemSaysWhatThereIs(string query, string title, string detail)
    {
        await using var node = await AllFamilies.StartAsync();
        foreach (var path in new[] { "routes?", "lookup?address=10.0.0.1&" })
        {
            using var answer = await node.Client().GetAsync($"api/v1/{path}{query}", TestContext.Current.CancellationToken);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal((title, detail), (problem.GetProperty("title").GetString(), problem.GetProperty("detail").GetString()));
        }
    }

    [Fact]
    public async Task Reload_VrfsChanged_AnswersAnewAndTouchesNoSession()
    {
        await using var node = await AllFamilies.StartAsync();
        var routers = await AllFamilies.ConnectAsync(node);
        var before = node.Node.Bgp.Snapshot().Select(session => session.EstablishedAt).ToArray();
        var tree = await File.ReadAllTextAsync(Path.Combine(node.Directory, "tenants/acme.yaml"), TestContext.Current.CancellationToken);
        node.Write("tenants/acme.yaml", tree.Replace("name: red", "name: crimson", StringComparison.Ordinal));

        var result = node.Node.Reload();

        Assert.Equal(["tenant acme: vrfs -red 64500:2 +crimson 64500:2"], result.Changes);
        AssertSame(AllFamilies.OfPe1.Where(route => route.Rd == "64500:2"), await AllFamilies.AllAsync(node.Client(), "routes?vrf=crimson"));
        Assert.Equal(before, node.Node.Bgp.Snapshot().Select(session => session.EstablishedAt));
        await AllFamilies.EndAsync(routers);
    }

    [Fact]
    public async Task OpenApi_DescribesVpnParametersAndExport()
    {
        await using var node = await AllFamilies.StartAsync();
        var document = await RunningNode.GetAsync<JsonElement>(node.Client(), "openapi/v1.json");
        var paths = document.GetProperty("paths");
        foreach (var path in new[] { "/api/v1/routes", "/api/v1/lookup" })
        {
            var names = paths.GetProperty(path).GetProperty("get").GetProperty("parameters").EnumerateArray().Select(each => each.GetProperty("name").GetString());
            Assert.Superset(new HashSet<string?> { "rd", "vrf" }, names.ToHashSet());
        }

        var export = paths.GetProperty("/api/v1/export/mrt").GetProperty("get");
        Assert.True(export.GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty("application/octet-stream", out _));
    }

    private static void AssertSame(IEnumerable<HandMadeRoute> expected, IEnumerable<Route> routes, string what = "")
    {
        var (wanted, got) = (expected.Select(route => route.Text).Order().ToArray(), routes.Select(HandMadeRoute.TextOf).Order().ToArray());
        Assert.True(wanted.SequenceEqual(got), $"{what}: expected\n{string.Join('\n', wanted)}\nbut got\n{string.Join('\n', got)}");
    }
}
