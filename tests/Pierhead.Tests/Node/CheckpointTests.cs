using System.Net;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using Pierhead.Simulate;
using Pierhead.Web.Contract;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>The executable over restarts: tables come back from the checkpoint, stale; what cannot be read is said and costs nothing else.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int Routes = 60_000;

    private readonly IPEndPoint _bgp = ServeProcess.FreeEndpoint();
    private readonly IPEndPoint _api = ServeProcess.FreeEndpoint();
    private readonly HttpClient _client = new();
    private readonly Tree _tree;

    public CheckpointTests()
    {
        _client.BaseAddress = new Uri($"http://{_api}/");
        _tree = new Tree(new Dictionary<string, string>());
        Configure("test-1", keepStale: "10m");
    }

    private string Image => Path.Combine(_tree.Path, "state", "tables.image");

    [Fact(Timeout = 120_000)]
    public async Task KilledInTheMiddleOfWriting_TheCheckpointBeforeIsUsed()
    {
        using (var first = await ServeAsync())
        {
            await using var routers = new Simulation(Plan(churn: 2_000));
            await routers.StartAsync();
            await UntilAsync(async () => await TotalAsync() is { Total: >= Routes * 9 / 10 } && File.Exists(Image));

            // Written once a second, as routes change; half of one is there for some milliseconds.
            while (!File.Exists(Image + ".new"))
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            await first.KillAsync();
        }

        using var second = await ServeAsync();
        await second.UntilErrorHasAsync("restored");
        var held = await TotalAsync();
        Assert.InRange(held.Total, Routes * 9 / 10, Routes);
        Assert.Equal(held.Total, held.Stale);
        Assert.False(File.Exists(Image + ".new"));
        Assert.True((await LookupAsync("1.1.1.1")).Stale);

        // The router comes back: what it still has is fresh, and what it has not goes with its End-of-RIB.
        await using var back = new Simulation(Plan(churn: 0));
        await back.StartAsync();
        await UntilAsync(async () => await TotalAsync() is { Total: Routes, Stale: 0 });
        Assert.False((await LookupAsync("1.1.1.1")).Stale);
    }

    [Fact(Timeout = 120_000)]
    public async Task OrderlyEnd_WritesTheLatest()
    {
        await LeaveACheckpointAsync(TestContext.Current.CancellationToken);
        using var second = await ServeAsync();
        Assert.Equal(Routes, (await TotalAsync()).Stale);
    }

    [Fact(Timeout = 120_000)]
    public async Task DamagedOrForeignOrTooOld_IsSaidAndTheNodeServes()
    {
        await LeaveACheckpointAsync(TestContext.Current.CancellationToken);
        var image = await File.ReadAllBytesAsync(Image, TestContext.Current.CancellationToken);
        Configure("test-2", keepStale: "10m");
        await RefusedAsync(image, "it is of the node test-1, and this is test-2");
        Configure("test-1", keepStale: "10m");
        await RefusedAsync(image[..(image.Length / 2)], "it was cut off");
        image[image.Length / 2] ^= 1;
        await RefusedAsync(image, "its checksum is wrong");
        image[image.Length / 2] ^= 1;

        Configure("test-1", keepStale: "1s");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Image, image, TestContext.Current.CancellationToken);
        using var late = await ServeAsync();
        await late.UntilErrorHasAsync("restored: 0 paths of 0 sessions");
        Assert.Equal(0, (await TotalAsync()).Total);
    }

    public void Dispose()
    {
        _client.Dispose();
        _tree.Dispose();
    }

    private async Task LeaveACheckpointAsync(CancellationToken cancellation)
    {
        using var serve = await ServeAsync();
        await using var routers = new Simulation(Plan(churn: 0));
        await routers.StartAsync();
        await UntilAsync(async () => await TotalAsync() is { Total: Routes });
        serve.Signal(PosixSignal.SIGTERM);
        Assert.Equal(0, await serve.ExitAsync().WaitAsync(cancellation));
    }

    private async Task RefusedAsync(byte[] image, string because)
    {
        await File.WriteAllBytesAsync(Image, image, TestContext.Current.CancellationToken);
        using var serve = await ServeAsync();
        await serve.UntilErrorHasAsync(because);
        Assert.Equal(0, (await TotalAsync()).Total);
        await serve.KillAsync();
    }

    private async Task<ServeProcess> ServeAsync()
    {
        var serve = ServeProcess.Start("serve", "--config", _tree.Path);
        await UntilAsync(async () => (await _client.GetAsync("readyz", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        return serve;
    }

    private void Configure(string node, string keepStale)
    {
        _tree.Write("pierhead.yaml", $$"""
            node: {{node}}
            bgp: { listen: ["{{_bgp}}"], router_id: 192.0.2.1 }
            api: { listen: ["{{_api}}"] }
            state: { path: state, checkpoint: 1s }
            """);
        _tree.Write("tenants/acme.yaml", $$"""
            tenant: acme
            asn: 64500
            accept:
              - { from: 127.87.0.0/24, bgp: { keep_stale: {{keepStale}} } }
            """);
    }

    private SimulationPlan Plan(int churn) => SimulationPlans.From(new SimulateOptions
    {
        Target = _bgp,
        FirstLocalAddress = IPAddress.Parse("127.87.0.1"),
        IPv4Count = Routes,
        IPv6Count = 0,
        ChurnPerSecond = churn,
    });

    private async Task<SummaryRoutes> TotalAsync() =>
        (await _client.GetFromJsonAsync<Summary>("api/v1/summary", ApiJson.Options, TestContext.Current.CancellationToken))!.Routes;

    private async Task<Route> LookupAsync(string address) =>
        (await _client.GetFromJsonAsync<Page<Route>>($"api/v1/lookup?address={address}", ApiJson.Options, TestContext.Current.CancellationToken))!.Items.Single();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
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

            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }
}
