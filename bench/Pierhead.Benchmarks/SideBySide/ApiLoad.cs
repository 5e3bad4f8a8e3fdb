using System.Diagnostics;
using Pierhead.Benchmarks.Feed;
using Pierhead.Benchmarks.SideBySide.Targets;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>Asks Pierhead's API for its summary and for a longest match, in turn, as one client after the other would.</summary>
internal static class ApiLoad
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    public static async Task<Dictionary<string, double>> RunAsync(PierheadTarget target, FeedReady ready, CancellationToken stop)
    {
        var summaries = new List<double>();
        var lookups = new List<double>();
        var address = ready.SampleIPv4[..ready.SampleIPv4.IndexOf('/', StringComparison.Ordinal)];

        // The first of each pays for the connection and for code that was never run.
        await AskAsync(target, "/api/v1/summary");
        await AskAsync(target, $"/api/v1/lookup?address={address}");
        while (!stop.IsCancellationRequested)
        {
            summaries.Add(await AskAsync(target, "/api/v1/summary"));
            lookups.Add(await AskAsync(target, $"/api/v1/lookup?address={address}"));
            await Task.Delay(Between, CancellationToken.None);
        }

        return new Dictionary<string, double>
        {
            ["summaries"] = summaries.Count,
            ["summary_p99_ms"] = Percentile(summaries, 0.99),
            ["summary_max_ms"] = summaries.Max(),
            ["lookup_p99_ms"] = Percentile(lookups, 0.99),
            ["lookup_max_ms"] = lookups.Max(),
        };
    }

    private static async Task<double> AskAsync(PierheadTarget target, string path)
    {
        var started = Stopwatch.GetTimestamp();
        _ = await target.GetAsync(path);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values[Math.Min(values.Count - 1, (int)(values.Count * share))];
    }
}
