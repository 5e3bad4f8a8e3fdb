using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pierhead.Tests.Cli;
using Pierhead.Web.Contract;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>Tries, with the token of one tenant, to see or touch the other through everything that the API offers.</summary>
public sealed class TenantIsolationTests
{
    private static readonly string[] ForeignWords = ["globex", "127.82.0.", "64510", "65551"];

    [Fact]
    public async Task EveryReadPath_TokenOfOneTenant_ShowsNothingOfTheOther()
    {
        await using var node = await TwoTenants.StartAsync();
        var routers = await TwoTenants.ConnectAsync(node);
        var acme = node.Client(TwoTenants.AcmeToken);
        var platform = node.Client(TwoTenants.PlatformToken);

        // The platform's cursors point into the other tenant's sessions and tables.
        var foreignCursors = await ForeignCursorsAsync(platform);
        string[] paths =
        [
            "summary", "sessions", "sessions?limit=1", "sessions?device=edge1", "sessions?device=globex-only", "sessions?state=established",
            "sessions?tenant=globex", "sessions?tenant=*", "sessions?tenant=", "sessions?tenant=acme&tenant=globex", "sessions?tenant=GLOBEX",
            "routes?limit=1000", "routes?device=edge1&limit=1000", "routes?device=globex-only", "routes?tenant=globex",
            "routes?as_path=_64510_", "routes?as_path=.*&limit=1000", "routes?community=64510:1", "routes?prefix=1.1.1.0/24&match=longer",
            "routes?prefix=0.0.0.0/0&match=longer&limit=5000", "routes?prefix=1.1.1.1/32&match=longest", "routes?family=ipv6&limit=1000",
            "routes?vrf=globex-vpn", "routes?vrf=blue", "routes?vrf=blue&tenant=globex", "routes?vrf=nowhere", "routes?rd=65551:1",
            "lookup?address=1.1.1.1&vrf=globex-vpn", "lookup?address=1.1.1.1&vrf=blue", "lookup?address=1.1.1.1&rd=65551:1",
            "export/mrt?device=edge1", "export/mrt?device=globex-only", "export/mrt?device=edge1&tenant=globex",
            "export/mrt?device=edge1&address=127.82.0.1", "export/mrt?device=acme-only&tenant=acme",
            "lookup?address=1.1.1.1", "lookup?address=1.1.1.1&tenant=globex", "lookup?address=1.1.1.1&device=globex-only",
            "unknown", "../../metrics", "../../metrics?tenant=acme",
            .. foreignCursors.SelectMany(cursor => new[]
            {
                $"sessions?cursor={cursor}", $"routes?cursor={cursor}&limit=5000", $"lookup?address=1.1.1.1&cursor={cursor}",
                $"routes?cursor={cursor}&tenant=acme", $"routes?cursor={cursor}&device=globex-only",
            }),
        ];
        foreach (var path in paths)
        {
            using var answer = await acme.GetAsync($"api/v1/{path}", TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(
                answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest
                || (answer.StatusCode == HttpStatusCode.NotFound && path.StartsWith("export", StringComparison.Ordinal)),
                $"{path}: {answer.StatusCode}");

            // What was asked with may be told back.
            body = path.Split('?', '&', '=').Where(word => word.Length > 2).Aggregate(body, (shown, word) => shown
                .Replace($"'{word}'", "", StringComparison.Ordinal).Replace($" from {word}.", "", StringComparison.Ordinal));
            foreach (var word in ForeignWords)
            {
                Assert.False(body.Contains(word, StringComparison.OrdinalIgnoreCase), $"{path} shows '{word}': {body[..Math.Min(400, body.Length)]}");
            }
        }

        await EndAsync(routers);
    }

    [Fact]
    public async Task EveryVerb_TokenOfOneTenant_ShowsNothingOfTheOther()
    {
        await using var node = await TwoTenants.StartAsync();
        var routers = await TwoTenants.ConnectAsync(node);
        string[][] verbs =
        [
            ["status"], ["sessions"], ["sessions", "--tenant", "globex"], ["sessions", "--device", "globex-only"],
            ["routes", "--all"], ["routes", "--tenant", "globex"], ["routes", "--device", "globex-only"], ["routes", "--as-path", "_64510_"],
            ["routes", "0.0.0.0/0", "--match", "longer", "--all"], ["lookup", "1.1.1.1"], ["lookup", "1.1.1.1", "--tenant", "globex"],
            ["routes", "--vrf", "globex-vpn"], ["routes", "--vrf", "nowhere"], ["lookup", "1.1.1.1", "--vrf", "blue"],
            ["export", "--mrt", "never.mrt", "--device", "globex-only"], ["export", "--mrt", "never.mrt", "--device", "edge1", "--tenant", "globex"],
            ["unknown"], ["clear", "globex-only"], ["clear", "edge1", "--address", "127.82.0.1"], ["reload"],
        ];
        var before = Established(node, "globex");
        foreach (var verb in verbs)
        {
            foreach (var words in new[] { verb, [.. verb, "-o", "json"] })
            {
                var run = await Invocation.RunAsync(new Surroundings { Api = node.Api.ToString(), Token = TwoTenants.AcmeOperatorToken }, words);

                // What was typed may be told back; nothing else of the other tenant may be.
                var text = words.Aggregate(run.Out + run.Error, (shown, word) => shown.Replace(word, string.Empty, StringComparison.Ordinal));
                Assert.All(ForeignWords, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
            }
        }

        Assert.Equal(before, Established(node, "globex"));
        await EndAsync(routers);
    }

    [Fact]
    public async Task Lists_TokenOfOneTenant_HoldAllOfItsOwn()
    {
        await using var node = await TwoTenants.StartAsync();
        var routers = await TwoTenants.ConnectAsync(node);
        var acme = node.Client(TwoTenants.AcmeToken);

        var summary = await RunningNode.GetAsync<Summary>(acme, "api/v1/summary");
        var sessions = await RunningNode.GetAsync<Page<Session>>(acme, "api/v1/sessions");
        var lookup = await RunningNode.GetAsync<Page<Route>>(acme, "api/v1/lookup?address=1.1.1.1");
        var routes = await AllRoutesAsync(acme, "api/v1/routes?limit=101");

        Assert.Equal(new SummarySessions(2, 2), summary.Sessions);
        Assert.Equal(2 * 2 * TwoTenants.RoutesEach, summary.Routes.Total);
        Assert.Null(summary.Routes.Prefixes);
        Assert.Equal(["acme-only", "edge1"], sessions.Items.Select(session => session.Device));
        Assert.Equal(["acme-only", "edge1"], lookup.Items.Select(route => route.Device));
        Assert.Equal(2 * 2 * TwoTenants.RoutesEach, routes.Count);
        Assert.Equal(routes.Count, routes.Select(route => (route.Device, route.Prefix)).Distinct().Count());
        await EndAsync(routers);
    }

    [Fact]
    public async Task Actions_TokenOfOneTenant_LeaveTheOtherAlone()
    {
        await using var node = await TwoTenants.StartAsync();
        var routers = await TwoTenants.ConnectAsync(node);
        var before = Established(node, "globex");
        var attacker = node.Client(TwoTenants.AcmeOperatorToken);

        using var foreign = await PostAsync(attacker, "sessions/clear", new ClearRequest("globex-only"));
        using var named = await PostAsync(attacker, "sessions/clear", new ClearRequest("edge1", "globex"));
        using var byAddress = await PostAsync(attacker, "sessions/clear", new ClearRequest("edge1", Address: "127.82.0.1"));
        using var reload = await PostAsync(attacker, "reload", new { });
        using var asViewer = await PostAsync(node.Client(TwoTenants.AcmeToken), "sessions/clear", new ClearRequest("edge1"));
        using var own = await PostAsync(attacker, "sessions/clear", new ClearRequest("edge1"));

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, named.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, byAddress.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, reload.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, asViewer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(1, (await own.Content.ReadFromJsonAsync<ClearResult>(ApiJson.Options, TestContext.Current.CancellationToken))!.Cleared);
        Assert.Equal(before, Established(node, "globex"));
        await EndAsync(routers);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("acme-viewer")]
    public async Task EveryPath_NoValidToken_Is401(string? token)
    {
        await using var node = await TwoTenants.StartAsync();
        var stranger = node.Client();
        foreach (var path in new[] { "api/v1/summary", "api/v1/sessions", "api/v1/routes", "api/v1/lookup?address=1.1.1.1", "api/v1/export/mrt?device=edge1", "api/v1/unknown", "metrics", "API/V1/summary", "api/v1/none" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (token is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            }

            using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        using var alive = await stranger.GetAsync("healthz", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    private static async Task<List<string>> ForeignCursorsAsync(HttpClient platform)
    {
        var cursors = new List<string>();
        foreach (var path in new[] { "api/v1/sessions?tenant=globex&limit=1", "api/v1/routes?tenant=globex&limit=7", "api/v1/routes?tenant=acme&limit=7", "api/v1/lookup?address=1.1.1.1&limit=3" })
        {
            using var page = JsonDocument.Parse(await platform.GetStringAsync(path, TestContext.Current.CancellationToken));
            cursors.Add(page.RootElement.GetProperty("next").GetString()!);
        }

        return cursors;
    }

    private static async Task<List<Route>> AllRoutesAsync(HttpClient client, string path)
    {
        var routes = new List<Route>();
        for (string? next = string.Empty; next is not null;)
        {
            var page = await RunningNode.GetAsync<Page<Route>>(client, next.Length == 0 ? path : $"{path}&cursor={next}");
            routes.AddRange(page.Items);
            next = page.Next;
        }

        return routes;
    }

    private static Task<HttpResponseMessage> PostAsync<T>(HttpClient client, string path, T body) =>
        client.PostAsJsonAsync($"api/v1/{path}", body, ApiJson.Options, TestContext.Current.CancellationToken);

    private static DateTimeOffset?[] Established(RunningNode node, string tenant) =>
        [.. node.Node.Bgp.Snapshot().Where(session => session.Key.Tenant.Name == tenant).Select(session => session.EstablishedAt)];

    private static async Task EndAsync(IEnumerable<Pierhead.Simulate.Simulation> routers)
    {
        foreach (var simulation in routers)
        {
            await simulation.DisposeAsync();
        }
    }
}
