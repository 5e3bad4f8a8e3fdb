using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Pierhead.Web.Contract;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>
/// A node as a process of its own, with fifty routers of a tenant that does nothing wrong, in another process: 400 routes each, some of
/// them always changing, and a hold time of 9 s, so that whoever starves them is found out.
/// </summary>
public sealed partial class HonestNode : IAsyncLifetime
{
    public const int Routers = 50;

    private const int IPv4 = 330;
    private const int IPv6 = 70;

    // What a heap may have grown by that nothing is wrong with.
    private const long Slack = 32L << 20;

    private readonly IPEndPoint _api = ServeProcess.FreeEndpoint();
    private readonly HttpClient _client = new();
    private Tree? _tree;
    private ServeProcess? _node;
    private ServeProcess? _routers;

    public IPEndPoint Bgp { get; } = ServeProcess.FreeEndpoint();

    /// <summary>Resident memory of the node, in bytes.</summary>
    public long Resident => _node!.Resident;

    public async ValueTask InitializeAsync()
    {
        _client.BaseAddress = new Uri($"http://{_api}/");
        _tree = new Tree(new Dictionary<string, string>
        {
            ["pierhead.yaml"] = $$"""
                node: test-1
                bgp: { listen: ["{{Bgp}}"], router_id: 192.0.2.1 }
                api: { listen: ["{{_api}}"] }
                """,
            ["tenants/honest.yaml"] = """
                tenant: honest
                asn: 64500
                accept:
                  - { from: 127.88.0.0/24 }
                """,
            ["tenants/offending.yaml"] = """
                tenant: offending
                asn: 64501
                accept:
                  - { from: 127.89.0.0/24, bgp: { keep_stale: 0s } }
                  - { from: 127.90.0.0/24, bgp: { keep_stale: 0s, max_prefixes: { ipv4: 100000, hold_off: 0s } } }
                  - { from: 127.91.0.0/24, max_sessions: 20, bgp: { keep_stale: 0s } }
                  - { from: 127.92.0.0/16, max_sessions: 20000, bgp: { keep_stale: 0s } }
                """,
        });
        _node = ServeProcess.Start("serve", "--config", _tree.Path, "--log-level", "error");
        await UntilAsync("the node is ready", async () => (await _client.GetAsync("readyz", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        _routers = ServeProcess.Start(
            "simulate", "--target", Bgp.ToString(), "--routers", $"{Routers}", "--from", "127.88.0.1", "--hold-time", "9",
            "--ipv4", "16500", "--ipv6", "3500", "--slice-ipv4", $"{IPv4}", "--slice-ipv6", $"{IPv6}", "--churn", "5");
        await UntilAsync("the honest routers are up", async () => await MetricAsync("pierhead_routes{family=\"ipv6\",tenant=\"honest\"}") == Routers * IPv6);
    }

    /// <summary>What the node says of a metric, 0 where it has not appeared.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var text = await _client.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        return Line().Matches(text).Where(line => line.Groups[1].Value == name)
            .Sum(line => double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>The session of an address of the offending tenant; null where there is none.</summary>
    public async Task<Session?> SessionAsync(string address) =>
        (await RunningNode.GetAsync<Page<Session>>(_client, $"api/v1/sessions?device={address}")).Items.SingleOrDefault();

    public Task<Page<Route>> LookupAsync(string address) => RunningNode.GetAsync<Page<Route>>(_client, $"api/v1/lookup?address={address}");

    /// <summary>Fifty sessions that never flapped, with their routes; nothing left of the others; and memory as it was before.</summary>
    public async Task UnharmedAsync(long residentBefore)
    {
        await UntilAsync("nothing is left of the offenders", async () =>
            await MetricAsync("pierhead_routes{family=\"ipv4\",tenant=\"offending\"}") == 0 && await MetricAsync("pierhead_sessions{state=\"established\",tenant=\"offending\"}") == 0);
        Assert.Equal(Routers, await MetricAsync("pierhead_sessions{state=\"established\",tenant=\"honest\"}"));
        Assert.Equal(0, await MetricAsync("pierhead_session_flaps_total{tenant=\"honest\"}"));
        Assert.InRange(await MetricAsync("pierhead_routes{family=\"ipv4\",tenant=\"honest\"}"), Routers * IPv4 * 0.9, Routers * IPv4);
        await UntilAsync($"memory is back at {residentBefore >> 20} MiB and little more", () => Task.FromResult(Resident <= residentBefore + Slack), () => $"{Resident >> 20} MiB");
    }

    public async Task UntilAsync(string what, Func<Task<bool>> holds, Func<string>? but = null)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                if (await holds())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            Assert.False(bound.IsCancellationRequested, $"not within a minute: {what}; {but?.Invoke()}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _routers?.Dispose();
        _node?.Dispose();
        _client.Dispose();
        _tree?.Dispose();
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"^([a-z_0-9]+(?:\{[^}]+\})?)(?:\{\})? ([-0-9.e+]+)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
