using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pierhead.Simulate;
using Pierhead.Web.Contract;
using Pierhead.Wire.Bgp.Notification;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary><c>pierhead serve</c> and <c>check</c> as processes: what an operator sees of a host that says no, a reload, an end.</summary>
public sealed class ServeTests
{
    private const string Good = """
        tenant: acme
        asn: 64500
        accept:
          - { from: 127.85.0.0/24 }
        """;

    private static readonly Dictionary<string, string> TenMistakes = new()
    {
        ["pierhead.yaml"] = """
            node: land-1
            bgp: { listen: ["127.0.0.1:99999"], router_id: 192.0.2.1, hold_time: 2 }
            apy: { listen: ["127.0.0.1:8080"] }
            """,
        ["tenants/acme.yaml"] = """
            tenant: acme
            asn: 0
            networks: [198.51.100.1/24]
            devices:
              - { name: edge1, addresses: [198.51.100.1], bgp: { families: [ipv5] } }
              - { name: edge1, addresses: [198.51.100.2] }
              - { name: edge2, addresses: [198.51.100.1] }
              - { name: edge3, addresses: [198.51.100.3], bgp: { password: "env:PIERHEAD_TEST_NOT_SET" } }
              - { name: edge4, addresses: [198.51.100.4], table_from: edge9 }
            """,
    };

    [Fact]
    public async Task Check_TenMistakes_TenLinesAndExit1()
    {
        using var tree = new Tree(TenMistakes);
        using var check = ServeProcess.Start("check", "--config", tree.Path);

        Assert.Equal(1, await check.ExitAsync());
        var lines = check.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 10, string.Join('\n', lines));
        Assert.All(lines, line => Assert.Matches(@"^[a-z./]+\.yaml:[0-9]+: .+", line));
        Assert.Equal(string.Empty, check.Error.Trim());
    }

    [Fact]
    public async Task Serve_TreeWithErrors_ListsAllStartsNothing()
    {
        using var tree = new Tree(TenMistakes);
        using var serve = ServeProcess.Start("serve", "--config", tree.Path);

        Assert.Equal(1, await serve.ExitAsync());
        Assert.Equal(10, serve.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Serve_PortInUse_OneSentenceThatSaysWhatToDo(bool isBgp)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var endpoint = (IPEndPoint)taken.LocalEndpoint;
        var free = ServeProcess.FreeEndpoint();
        using var tree = new Tree(isBgp ? endpoint : free, isBgp ? free : endpoint, Good);
        using var serve = ServeProcess.Start("serve", "--config", tree.Path);

        Assert.Equal(1, await serve.ExitAsync());
        var line = Assert.Single(serve.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), each => each.StartsWith("pierhead:", StringComparison.Ordinal));
        Assert.Contains(endpoint.ToString(), line, StringComparison.Ordinal);
        Assert.Contains(isBgp ? "bgp.listen" : "api.listen", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", serve.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task Signal_SixRoutersConnected_EachIsToldAdministrativeShutdownAndExitIs0(PosixSignal signal)
    {
        var bgp = ServeProcess.FreeEndpoint();
        var api = ServeProcess.FreeEndpoint();
        using var tree = new Tree(bgp, api, Good);
        using var serve = ServeProcess.Start("serve", "--config", tree.Path);
        await serve.UntilErrorHasAsync("is up");
        await using var routers = new Simulation(Plan(bgp, routers: 6));
        await routers.StartAsync();
        await RunningNode.UntilAsync(() => routers.Status().All(router => router.AnnouncedAt is not null), "six routers announced");

        var started = Stopwatch.GetTimestamp();
        serve.Signal(signal);
        var code = await serve.ExitAsync();
        var took = Stopwatch.GetElapsedTime(started);

        Assert.Equal(0, code);
        Assert.True(took < TimeSpan.FromSeconds(5), $"the end took {took.TotalSeconds:0.0} s");
        await RunningNode.UntilAsync(() => routers.Status().All(router => router.LastNotification is not null), "six notifications");
        Assert.All(routers.Status(), router => Assert.Equal((6, 2), (router.LastNotification!.Message.Code, router.LastNotification.Message.Subcode)));
    }

    [Fact]
    public async Task Hangup_DescriptionPasswordAndRemovedDevice_TouchOnlyTheirOwnSessions()
    {
        var bgp = ServeProcess.FreeEndpoint();
        var api = ServeProcess.FreeEndpoint();
        using var tree = new Tree(bgp, api, Tenant("old words", password: "first", withThird: true));
        tree.Write("secret", "first");
        using var serve = ServeProcess.Start("serve", "--config", tree.Path);
        await serve.UntilErrorHasAsync("is up");
        using var client = new HttpClient { BaseAddress = new Uri($"http://{api}/") };
        await using var plain = new Simulation(Plan(bgp, routers: 3));
        await plain.StartAsync();
        await RunningNode.UntilAsync(() => plain.Status().All(router => router.AnnouncedAt is not null), "three routers announced");
        var before = await SessionsAsync(client);

        tree.Write("tenants/acme.yaml", Tenant("new words", password: "second", withThird: false));
        tree.Write("secret", "second");
        serve.Signal(PosixSignal.SIGHUP);
        await serve.UntilErrorHasAsync("Configuration reloaded");

        var after = await SessionsAsync(client);
        Assert.Equal("new words", after["edge1"].Description);
        Assert.NotNull(before["edge1"].EstablishedAt);
        Assert.Equal(before["edge1"].EstablishedAt, after["edge1"].EstablishedAt);
        Assert.Equal(before["edge2"].EstablishedAt, after["edge2"].EstablishedAt);
        Assert.False(after.ContainsKey("edge3"));
        await RunningNode.UntilAsync(() => plain.Status()[2].LastNotification is not null, "the removed device is told");
        Assert.Equal((6, 3), (First(plain.Status()[2]).Code, First(plain.Status()[2]).Subcode));

        Directory.Move(Path.Combine(tree.Path, "tenants"), Path.Combine(tree.Path, "away"));
        using var gone = await client.PostAsync("api/v1/reload", content: null, TestContext.Current.CancellationToken);
        Assert.False((await gone.Content.ReadFromJsonAsync<ReloadResult>(ApiJson.Options, TestContext.Current.CancellationToken))!.Applied);

        tree.Write("tenants/acme.yaml", "tenant: acme\nasn: many\n");
        using var answer = await client.PostAsync("api/v1/reload", content: null, TestContext.Current.CancellationToken);
        var refused = (await answer.Content.ReadFromJsonAsync<ReloadResult>(ApiJson.Options, TestContext.Current.CancellationToken))!;
        Assert.False(refused.Applied);
        Assert.StartsWith("tenants/acme.yaml:2: ", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal(before["edge1"].EstablishedAt, (await SessionsAsync(client))["edge1"].EstablishedAt);
    }

    private static NotificationMessage First(RouterStatus status) => status.LastNotification!.Message;

    private static string Tenant(string description, string password, bool withThird) => $$"""
        tenant: acme
        asn: 64500
        devices:
          - { name: edge1, description: {{description}}, addresses: [127.85.0.1] }
          - { name: edge2, addresses: [127.85.0.2] }
          {{(withThird ? "- { name: edge3, addresses: [127.85.0.3] }" : "")}}
          - { name: keyed-{{password}}, addresses: [127.85.0.4], bgp: { password: "file:secret" } }
        """;

    private static SimulationPlan Plan(IPEndPoint bgp, int routers) => SimulationPlans.From(new SimulateOptions
    {
        Target = bgp,
        Routers = routers,
        FirstLocalAddress = IPAddress.Parse("127.85.0.1"),
        IPv4Count = 1_000,
        IPv6Count = 100,
    });

    private static async Task<Dictionary<string, Session>> SessionsAsync(HttpClient client) =>
        (await RunningNode.GetAsync<Page<Session>>(client, "api/v1/sessions")).Items.ToDictionary(session => session.Device);
}
