using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Pierhead.Cli;
using Pierhead.Control;
using Pierhead.Control.Fabric;
using Pierhead.Fabric.Simulation;
using Pierhead.Model.Fabric;
using Pierhead.Model.Snapshot;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric simulate</c>: how modes would spread the routers of a tree, and what a change of nodes would move.</summary>
internal static class FabricSimulateCommand
{
    public static Command Create(CliHost host)
    {
        var words = new FabricSimulateWords();
        var command = new DescribedCommand(
            "simulate",
            "Shows, from the tree alone, how each mode spreads routers over nodes, and what moves when a node is added, drained or removed.",
            "pierhead fabric simulate --config /etc/pierhead",
            "pierhead fabric simulate --routers 4000,100000 --nodes 4,10,16 --chart simulation.svg",
            "pierhead fabric simulate --mode announced-mask --mode announced-hash --addressing random -o json");
        words.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            try
            {
                return await RunAsync(host, words.Read(parsed), parsed.GetValue(words.Config)!, parsed.GetValue(GlobalOptions.Output));
            }
            catch (CliException failure)
            {
                await host.Error.WriteLineAsync(failure.Message);
                return failure.ExitCode;
            }
            catch (Exception exception) when (OutputFailure.Is(exception))
            {
                return await OutputFailure.ReportAsync(host, exception);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, FabricSimulateOptions options, string directory, OutputFormat format)
    {
        var (tree, plan) = Load(directory);
        var scenarios = Scenarios(host, options, tree, plan);
        if (format == OutputFormat.Json)
        {
            await host.Out.WriteLineAsync(FabricSimulateJson.Write(scenarios, options));
        }
        else
        {
            FabricSimulateTable.Print(host, scenarios);
        }

        foreach (var remark in FabricSimulateTable.Remarks(scenarios))
        {
            await host.Error.WriteLineAsync(remark);
        }

        if (options.Chart is { } chart)
        {
            Write(chart, SimulationChart.Draw(scenarios, $"{(options.Addressing == Addressing.Random ? "Random" : "Structured")} addresses, seed {options.Seed}"));
        }

        return ExitCode.Done;
    }

    /// <summary>Every mistake of the tree on a line of its own, as <c>pierhead check</c> has them.</summary>
    private static (Configuration Tree, FabricPlan Plan) Load(string directory)
    {
        var tree = ConfigTree.Load(directory);
        if (tree.Configuration is not { } configuration)
        {
            throw new CliException(string.Join('\n', tree.Errors));
        }

        var fabric = FabricFile.Load(directory);
        return (configuration, fabric.Plan ?? throw new CliException(string.Join('\n', fabric.Errors)));
    }

    private static ImmutableArray<Scenario> Scenarios(CliHost host, FabricSimulateOptions options, Configuration tree, FabricPlan plan)
    {
        var scenarios = ImmutableArray.CreateBuilder<Scenario>();
        foreach (var routers in options.Routers.Length > 0 ? options.Routers.Select(number => (int?)number) : [null])
        {
            var population = Population.Of(tree, plan, routers, options.Addressing, options.Seed);
            foreach (var count in options.Nodes.Length > 0 ? options.Nodes : [plan.Nodes.Length])
            {
                var nodes = FabricSimulation.Nodes(plan, count);
                if (nodes.All(node => node.NewWeight == 0))
                {
                    throw new CliException($"{FabricFile.Name}: the first {count} nodes are drained, so that no session could land; take more with --nodes.");
                }

                var started = host.Time.GetTimestamp();
                scenarios.Add(FabricSimulation.Run(population, nodes, options.Modes));
                var took = host.Time.GetElapsedTime(started).TotalSeconds;
                host.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Humane.Count(population.Devices.Length, "router", "routers")} ({Humane.Count(population.FromTree)} of the tree) on {count} nodes: {Humane.Count(options.Modes.Count, "mode", "modes")} in {took:0.00} s"));
            }
        }

        return scenarios.ToImmutable();
    }

    private static void Write(string path, string chart)
    {
        try
        {
            File.WriteAllText(path, chart);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException($"--chart: cannot write {Printable.Text(path)}: {Printable.Text(exception.Message)}", cause: exception);
        }
    }
}
