using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Pierhead.Benchmarks.Feed;

/// <summary>
/// The process that plays all routers of a run, in a network namespace of its own. It makes everything ready, and then does what it reads,
/// a line each, and answers each with a line: <c>go</c>, <c>status</c>, <c>die N</c>, <c>churn RATE SECONDS</c>; ends with its input.
/// </summary>
internal sealed class Feeder
{
    private readonly FeedRouter[] _routers;
    private readonly FeedOptions _options;
    private int _churned;

    private Feeder(FeedOptions options)
    {
        _options = options;
        var table = FeedTable.Load(options.Corpus, options.IPv4, options.IPv6);
        var isFull = options.SliceIPv4 + options.SliceIPv6 == 0;
        var streams = isFull
            ? Enumerable.Range(0, Math.Min(options.Orders, options.Routers)).Select(table.Full).ToArray()
            : Enumerable.Range(0, options.Routers).Select(router => table.Slice(router, options.SliceIPv4, options.SliceIPv6)).ToArray();
        _routers = [.. Enumerable.Range(0, options.Routers).Select(router => new FeedRouter(options, router, streams[router % streams.Length]))];
        Ready = new FeedReady(
            table.IPv4,
            table.IPv6,
            table.AttributeSets,
            table.Source,
            Enumerable.Range(0, options.Routers).Sum(router => (long)streams[router % streams.Length].Routes),
            table.Sample(Wire.Bgp.Family.IPv4, 123_457).ToString(),
            table.Sample(Wire.Bgp.Family.IPv6, 54_321).ToString());
    }

    private FeedReady Ready { get; }

    public static async Task RunAsync(string optionsJson)
    {
        var feeder = new Feeder(JsonSerializer.Deserialize<FeedWords>(optionsJson, FeedJson.Options)!.ToOptions());
        GC.Collect();
        Answer(feeder.Ready);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await feeder.DoAsync(line.Split(' '));
        }
    }

    private static void Answer<T>(T answer) => Console.Out.WriteLine(JsonSerializer.Serialize(answer, FeedJson.Options));

    private async Task DoAsync(string[] words)
    {
        switch (words)
        {
            case ["go"]:
                Go();
                break;
            case ["status"]:
                Answer(Status());
                break;
            case ["die", var number]:
                _routers[int.Parse(number, CultureInfo.InvariantCulture)].Die();
                Answer(new FeedMoment(Stopwatch.GetTimestamp()));
                break;
            case ["churn", var rate, var seconds]:
                Answer(await ChurnAsync(double.Parse(rate, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture))));
                break;
            default:
                throw new InvalidOperationException($"Not a command: {string.Join(' ', words)}");
        }
    }

    private void Go()
    {
        Answer(new FeedMoment(Stopwatch.GetTimestamp()));
        foreach (var router in _routers)
        {
            _ = router.RunAsync();
        }

        _ = BeatAsync();
    }

    private FeedStatus Status()
    {
        var losses = _routers.Sum(router => (long)router.Losses);
        return new FeedStatus(
            Stopwatch.GetTimestamp(),
            _routers.Count(router => router.IsEstablished),
            _routers.Count(router => router.IsSent),
            losses,
            _routers.Where(router => router.IsEstablished).Select(router => router.TakeLongestSilence().TotalMilliseconds).DefaultIfEmpty().Max(),
            losses == 0 ? null : _routers.Select(router => router.LastLoss).FirstOrDefault(loss => loss is not null));
    }

    private async Task<FeedChurned> ChurnAsync(double perSecond, TimeSpan time)
    {
        // Every call churns in another way, and the same in every run.
        var first = _routers.Length * _churned++;
        var sent = await Task.WhenAll(_routers.Select((router, number) => Task.Run(() => router.ChurnAsync(perSecond / _routers.Length, time, first + number))));
        return new FeedChurned(Stopwatch.GetTimestamp(), sent.Sum());
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(_options.HoldTime / 3);
        while (await timer.WaitForNextTickAsync())
        {
            foreach (var router in _routers)
            {
                await router.BeatAsync();
            }
        }
    }
}
