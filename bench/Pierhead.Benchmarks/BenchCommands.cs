using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Pierhead.Benchmarks.InProcess;
using Pierhead.Benchmarks.Micro;
using Pierhead.Benchmarks.SideBySide;

namespace Pierhead.Benchmarks;

/// <summary>The words of the command line.</summary>
internal static class BenchCommands
{
    private const double GreatestGrowth = 5;

    public static RootCommand Root() => new("Pierhead's benchmarks.") { Side(), Soak(), Tables(), Lookups(), Steps(), Decode() };

    private static Command Side()
    {
        var workloads = new Argument<string[]>("workload") { Description = $"Of {string.Join(' ', Workload.All.Select(each => each.Name))}; by default all." };
        var targets = new Option<string[]>("--target") { Description = "Only these daemons." };
        var runs = new Option<int>("--runs") { Description = "Runs of each.", DefaultValueFactory = _ => 3 };
        var cap = new Option<int>("--cap") { Description = "Seconds after which a target is given up.", DefaultValueFactory = _ => 120 };
        var memory = new Option<int>("--memory") { Description = "GiB past which a target is given up.", DefaultValueFactory = _ => 16 };
        var command = new Command("side-by-side", "Pierhead and other daemons, fed the same bytes in network namespaces; as root.") { workloads, targets, runs, cap, memory };
        command.SetAction(async (parsed, _) =>
        {
            var machine = Machine.Here();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes >> 30} GiB, Linux {machine.Kernel}, {machine.Runtime}"));
            var bench = new SideBySideBench(new SideBySideOptions
            {
                Workloads = parsed.GetValue(workloads) ?? [],
                Targets = parsed.GetValue(targets) ?? [],
                Runs = parsed.GetValue(runs),
                Cap = TimeSpan.FromSeconds(parsed.GetValue(cap)),
                Memory = (long)parsed.GetValue(memory) << 30,
            });
            Console.WriteLine(Report.Header);
            var results = await bench.RunAsync();
            var medians = Report.Medians(results).ToArray();
            Save("side-by-side", new { machine, versions = bench.Versions, medians, runs = results });
            File.WriteAllText(Path.Combine("bench", "results", "side-by-side.md"), Markdown.Of(machine, bench.Versions, medians));
        });
        return command;
    }

    private static Command Soak()
    {
        var minutes = new Option<int>("--minutes") { Description = "How long at most.", DefaultValueFactory = _ => 30 };
        var command = new Command("soak", "Two hours of churn, compressed as far as the machine allows; fails when memory grows by more than 5 %; as root.") { minutes };
        command.SetAction(async (parsed, _) =>
        {
            var bench = new SideBySideBench(new SideBySideOptions
            {
                Workloads = ["soak"],
                Targets = ["Pierhead"],
                Runs = 1,
                Soak = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
            });
            Console.WriteLine(Report.Header);
            var results = await bench.RunAsync();
            Save("soak", results);
            return results is [{ IsWhole: true, Losses: 0 } result] && result.Figures["growth_percent"] <= GreatestGrowth ? 0 : 1;
        });
        return command;
    }

    private static Command Tables()
    {
        var command = new Command("tables", "The loads that docs/decisions/0002-table-layout.md speaks of, without sessions.");
        command.SetAction(_ =>
        {
            Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}; 1.2M routes a router, one thread, tables alone; times are the thread's own processor time");
            Console.WriteLine(LoadResult.Header);
            var results = new List<LoadResult>();
            foreach (var load in Load.All)
            {
                var result = LoadRun.Of(load);
                results.Add(result);
                Console.WriteLine(result.Row);
            }

            Save("tables", results);
        });
        return command;
    }

    private static Command Lookups()
    {
        var command = new Command("lookups", "Longest matches while nothing changes, and while the table does.");
        command.SetAction(_ =>
        {
            var result = LookupRun.Run();
            Console.WriteLine(result.Text);
            Save("lookups", result);
        });
        return command;
    }

    private static Command Steps()
    {
        var command = new Command("steps", "BenchmarkDotNet over the steps of a route's way: decode, intern, insert, longest match, encode.");
        command.SetAction(parsed =>
        {
            // Its own files go where ours do.
            var config = DefaultConfig.Instance.WithArtifactsPath(Path.Combine("bench", "results", "steps"));
            var summary = BenchmarkRunner.Run<MicroBenchmarks>(config);
            return summary.HasCriticalValidationErrors ? 1 : 0;
        });
        return command;
    }

    private static Command Decode()
    {
        var command = new Command("decode", "A line for scripts/bench-against.sh.");
        command.SetAction(_ => DecodeRun.Print());
        return command;
    }

    private static void Save<T>(string name, T results)
    {
        var path = Path.Combine("bench", "results", $"{name}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(results, Report.Json));
        Console.WriteLine($"written to {path}");
    }
}
