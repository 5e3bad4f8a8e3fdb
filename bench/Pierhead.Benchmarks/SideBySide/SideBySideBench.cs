using System.Text.Json;
using Pierhead.Benchmarks.SideBySide.Targets;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>Every workload on every target, one after the other; a table for people as it goes, and JSON.</summary>
internal sealed class SideBySideBench(SideBySideOptions options)
{
    private const double OnceFrom = 60;

    private static readonly Func<Target>[] Makers =
        [() => new PierheadTarget(), () => new BirdTarget(), () => new FrrTarget(), () => new GobgpTarget(), () => new OpenbgpdTarget()];

    private readonly List<RunResult> _results = [];
    private readonly List<string> _versions = [];

    /// <summary>What was measured, by its own words.</summary>
    public IReadOnlyList<string> Versions => _versions;

    public async Task<IReadOnlyList<RunResult>> RunAsync()
    {
        var makers = Makers.Where(IsAskedFor).ToArray();
        foreach (var workload in Workload.All.Where(workload => options.Workloads.Count == 0 ? workload.Kind != WorkloadKind.Soak : options.Workloads.Contains(workload.Name)))
        {
            foreach (var make in makers.Where(make => workload.Others || IsPierhead(make)))
            {
                await RunAsync(workload, make);
            }
        }

        return _results;
    }

    private bool IsAskedFor(Func<Target> make)
    {
        using var target = make();
        if (options.Targets.Count > 0 && !options.Targets.Contains(target.Name, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        Console.WriteLine($"{target.Name,-10} {(target.IsInstalled ? target.Version : "is not installed: left out")}");
        if (target.IsInstalled)
        {
            _versions.Add(target.Version);
        }

        return target.IsInstalled;
    }

    private static bool IsPierhead(Func<Target> make)
    {
        using var target = make();
        return target is PierheadTarget;
    }

    private async Task RunAsync(Workload workload, Func<Target> make)
    {
        for (var run = 0; run < options.Runs; run++)
        {
            var result = await new WorkloadRun(workload, make, options).RunAsync();
            _results.Add(result);
            Console.WriteLine(Report.Row(result));
            if (result.Seconds is not { } seconds || seconds > OnceFrom || workload.Kind != WorkloadKind.Load)
            {
                return;
            }
        }
    }
}
