using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pierhead.Benchmarks.Feed;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>The routers: a process of its own, in its own namespace.</summary>
internal sealed class FeederClient : IDisposable
{
    private readonly Process _process;

    private FeederClient(FeedWords words) => _process = Shell.Converse(
        "ip", "netns", "exec", Lab.Routers, Environment.ProcessPath!, "feed", JsonSerializer.Serialize(words, FeedJson.Options));

    /// <summary>What it will send.</summary>
    public FeedReady Ready { get; private set; } = null!;

    /// <summary>Starts it and waits until everything is ready to be sent.</summary>
    public static async Task<FeederClient> StartAsync(FeedWords words)
    {
        var client = new FeederClient(words);
        client.Ready = await client.ReadAsync<FeedReady>();
        return client;
    }

    public Task<FeedMoment> GoAsync() => SayAsync<FeedMoment>("go");

    public Task<FeedStatus> StatusAsync() => SayAsync<FeedStatus>("status");

    public Task<FeedMoment> DieAsync(int router) => SayAsync<FeedMoment>(string.Create(CultureInfo.InvariantCulture, $"die {router}"));

    public Task<FeedChurned> ChurnAsync(int perSecond, int seconds) =>
        SayAsync<FeedChurned>(string.Create(CultureInfo.InvariantCulture, $"churn {perSecond} {seconds}"));

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<T> SayAsync<T>(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        return await ReadAsync<T>();
    }

    private async Task<T> ReadAsync<T>() =>
        JsonSerializer.Deserialize<T>(
            await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the routers' process has ended"), FeedJson.Options)!;
}
