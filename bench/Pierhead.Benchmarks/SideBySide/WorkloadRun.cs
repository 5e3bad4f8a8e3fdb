using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pierhead.Benchmarks.Feed;
using Pierhead.Benchmarks.SideBySide.Targets;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>One run of one workload on one target, from a fresh start.</summary>
internal sealed class WorkloadRun(Workload workload, Func<Target> make, SideBySideOptions options)
{
    private const int SliceIPv4 = 330;
    private const int SliceIPv6 = 70;
    private const int KeepaliveSeconds = 3;
    private const int SoakSlice = 2;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, double> _figures = [];

    // What takes hundreds of tables takes its time.
    private TimeSpan Cap => workload.Slice || workload.Routers <= 100 ? options.Cap : options.Cap * 4;

    public async Task<RunResult> RunAsync()
    {
        using var lab = new Lab();
        using var target = make();
        if (target is PierheadTarget pierhead)
        {
            pierhead.KeepsTables = workload.Kind == WorkloadKind.Restart;
        }

        using var feeder = await FeederClient.StartAsync(Words());
        try
        {
            await target.StartAsync(Sources());
        }
        catch (TargetException failure)
        {
            return new RunResult { Workload = workload.Name, Target = target.Name, Routes = feeder.Ready.Routes, GaveUp = failure.Message, Figures = _figures };
        }


        // Each is asked once before the clock runs: what a first question costs is not the cost of a route.
        _ = await KnowsAsync(target, feeder.Ready);
        var before = target.ProcessorSeconds;
        using var asking = new CancellationTokenSource();
        var asked = workload.Kind == WorkloadKind.Api ? ApiLoad.RunAsync((PierheadTarget)target, feeder.Ready, asking.Token) : null;
        var went = await feeder.GoAsync();
        var (seconds, held, gaveUp) = await LoadAsync(target, feeder, went.At);
        var used = target.IsAlive ? target.ProcessorSeconds - before : (double?)null;
        await asking.CancelAsync();
        await (asked is null ? Task.CompletedTask : Note(asked));
        if (gaveUp is null)
        {
            await Task.Delay(Settle);
            await AfterAsync(target, feeder);
        }

        var status = await feeder.StatusAsync();
        var resident = target.IsAlive ? target.Resident : (long?)null;
        return new RunResult
        {
            Workload = workload.Name,
            Target = target.Name,
            Routes = feeder.Ready.Routes,
            Held = held,
            Established = status.Established,
            Losses = status.Losses,
            LastLoss = status.LastLoss,
            Seconds = seconds,
            ProcessorSeconds = used,
            ResidentBytes = resident,
            BytesPerRoute = held > 0 ? resident / (double)held : null,
            GaveUp = gaveUp,
            Figures = _figures,
        };
    }

    private FeedWords Words()
    {
        // Keepalives come often where it is measured whether they come on time.
        var hold = workload.Kind == WorkloadKind.Death ? KeepaliveSeconds * 3 : 180;
        var (slice4, slice6) = workload.Slice ? (SliceIPv4, SliceIPv6) : (0, 0);
        return new FeedWords(
            Lab.NodeAddress, 179, workload.Routers, Lab.FirstRouter, options.IPv4, options.IPv6, slice4, slice6, hold, options.Corpus);
    }

    private List<string> Sources()
    {
        var first = Wire.Net.Ip.From(System.Net.IPAddress.Parse(Lab.FirstRouter)).V4;
        return [.. Enumerable.Range(0, workload.Routers).Select(router => Wire.Net.Ip.FromV4(first + (uint)router).ToString())];
    }

    /// <summary>Asks until everything is held and a route of each family is found, or a bound is passed.</summary>
    private async Task<(double? Seconds, long Held, string? GaveUp)> LoadAsync(Target target, FeederClient feeder, long started)
    {
        long held = 0;
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            held = await target.HeldAsync() ?? held;
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (held >= feeder.Ready.Routes && (workload.Slice || await KnowsAsync(target, feeder.Ready)))
            {
                return (Stopwatch.GetElapsedTime(started).TotalSeconds, held, null);
            }

            if (!target.IsAlive)
            {
                return (null, held, "it died");
            }

            if (elapsed > Cap)
            {
                return (null, held, string.Create(CultureInfo.InvariantCulture, $"not done after {Cap.TotalSeconds:F0} s"));
            }

            if (target.Resident > options.Memory)
            {
                return (null, held, string.Create(CultureInfo.InvariantCulture, $"more than {options.Memory >> 30} GiB"));
            }

            // One that answers slowly is not asked more often for it.
            await Task.Delay(Stopwatch.GetElapsedTime(asked) is var took && took > Poll ? took : Poll);
        }
    }

    private static async Task<bool> KnowsAsync(Target target, FeedReady ready) =>
        await target.KnowsAsync(ready.SampleIPv4) && await target.KnowsAsync(ready.SampleIPv6);

    private Task AfterAsync(Target target, FeederClient feeder) => workload.Kind switch
    {
        WorkloadKind.Churn => ChurnAsync(target, feeder),
        WorkloadKind.Death => DeathAsync(target, feeder),
        WorkloadKind.Idle => IdleAsync(target),
        WorkloadKind.Soak => SoakAsync(target, feeder),
        WorkloadKind.Restart => RestartAsync((PierheadTarget)target, feeder),
        _ => Task.CompletedTask,
    };

    private async Task ChurnAsync(Target target, FeederClient feeder)
    {
        _figures["resident_before"] = target.Resident;
        var used = target.ProcessorSeconds;
        var churned = await feeder.ChurnAsync(Workload.ChurnPerSecond, Workload.ChurnSeconds);
        _figures["updates"] = churned.Updates;

        // Everything withdrawn was announced again at the end: the count is whole when all of it has been worked off.
        while (await target.HeldAsync() != feeder.Ready.Routes && Stopwatch.GetElapsedTime(churned.At) < options.Cap)
        {
            await Task.Delay(Poll);
        }

        _figures["drain_seconds"] = Stopwatch.GetElapsedTime(churned.At).TotalSeconds;
        _figures["processor_seconds"] = target.ProcessorSeconds - used;
        _figures["resident_after"] = target.Resident;
    }

    private async Task DeathAsync(Target target, FeederClient feeder)
    {
        _ = await feeder.StatusAsync();
        await Task.Delay(TimeSpan.FromSeconds(KeepaliveSeconds * 10));
        _figures["keepalive_ms_before"] = (await feeder.StatusAsync()).LongestSilence;
        _figures["resident_before"] = target.Resident;
        var died = await feeder.DieAsync(0);
        var expected = feeder.Ready.Routes / workload.Routers * (workload.Routers - 1);
        while (await target.HeldAsync() is not { } held || held > expected)
        {
            if (Stopwatch.GetElapsedTime(died.At) > options.Cap)
            {
                break;
            }

            await Task.Delay(Poll);
        }

        _figures["gone_seconds"] = Stopwatch.GetElapsedTime(died.At).TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, 60 - _figures["gone_seconds"])));
        _figures["keepalive_ms_after"] = (await feeder.StatusAsync()).LongestSilence;
        _figures["resident_after"] = target.Resident;
    }

    private async Task IdleAsync(Target target)
    {
        await Task.Delay(TimeSpan.FromSeconds(20));
        var (used, started) = (target.ProcessorSeconds, Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(120));
        _figures["core_percent"] = 100 * (target.ProcessorSeconds - used) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>
    /// Changes as fast as they are taken. Memory is looked at every two seconds; the first eighth is warming up, and of the rest the last
    /// third is held against the first.
    /// </summary>
    private async Task SoakAsync(Target target, FeederClient feeder)
    {
        var resident = new List<double>();
        long updates = 0;
        var started = Stopwatch.GetTimestamp();
        while (updates < Workload.SoakUpdates && Stopwatch.GetElapsedTime(started) < options.Soak)
        {
            updates += (await feeder.ChurnAsync(int.MaxValue, SoakSlice)).Updates;
            resident.Add(target.Resident);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"soak: {updates:N0} updates, {resident[^1] / 1048576:F0} MiB"));
        }

        var steady = resident.Skip(resident.Count / 8).ToArray();
        var third = Math.Max(1, steady.Length / 3);
        var (first, last) = (steady.Take(third).Average(), steady.TakeLast(third).Average());
        _figures["updates"] = updates;
        _figures["seconds"] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        _figures["hours_at_100k"] = updates / 3600.0 / Workload.ChurnPerSecond;
        _figures["resident_first"] = first;
        _figures["resident_last"] = last;
        _figures["resident_greatest"] = steady.Max();
        _figures["growth_percent"] = 100 * (last - first) / first;
    }

    /// <summary>From the start of the process until it answers a lookup from the tables of all routers, none of which has come back.</summary>
    private async Task RestartAsync(PierheadTarget target, FeederClient feeder)
    {
        // One that was begun while tables still loaded does not count.
        var loaded = Stopwatch.GetTimestamp();
        while (await target.CheckpointAgeAsync() is not { } age || age >= Stopwatch.GetElapsedTime(loaded))
        {
            await Task.Delay(Poll);
        }

        foreach (var router in Enumerable.Range(0, workload.Routers))
        {
            _ = await feeder.DieAsync(router);
        }

        var address = feeder.Ready.SampleIPv4[..feeder.Ready.SampleIPv4.IndexOf('/', StringComparison.Ordinal)];
        var started = Stopwatch.GetTimestamp();
        target.Restart(Sources());
        while (Stopwatch.GetElapsedTime(started) < options.Cap && await AnswersAsync(target, address) < workload.Routers)
        {
            await Task.Delay(Poll);
        }

        _figures["lookup_seconds"] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        while (Stopwatch.GetElapsedTime(started) < options.Cap && await target.HeldAsync() < feeder.Ready.Routes)
        {
            await Task.Delay(Poll);
        }

        _figures["all_seconds"] = Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<int> AnswersAsync(PierheadTarget target, string address)
    {
        try
        {
            using var answer = JsonDocument.Parse(await target.GetAsync($"/api/v1/lookup?address={address}"));
            return answer.RootElement.GetProperty("items").GetArrayLength();
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private async Task Note(Task<Dictionary<string, double>> asked)
    {
        foreach (var (name, figure) in await asked)
        {
            _figures[name] = figure;
        }
    }
}
