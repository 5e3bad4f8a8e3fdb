using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Pierhead.Cli;
using Pierhead.Hosting;
using Pierhead.Simulate;
using Pierhead.Simulate.Demo;

namespace Pierhead.Commands;

/// <summary><c>pierhead demo</c>: a node and the routers of two tenants in one process, on loopback.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(250);

    public static Command Create(CliHost host)
    {
        var api = EndpointOption.Create("--api-listen", "Where the console and the API listen.", new IPEndPoint(IPAddress.Loopback, 8080));
        var bgp = EndpointOption.Create("--bgp-listen", "Where the node listens for the simulated routers.", new IPEndPoint(IPAddress.Loopback, 1790));
        var seed = new Option<ulong>("--seed") { Description = "Another seed makes other tables.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var command = new Command("demo", "Run a whole Pierhead on loopback: a node, and simulated routers of two tenants with large tables. Ctrl-C ends it.")
        {
            api, bgp, seed,
        };
        command.SetAction((parsed, cancel) => RunAsync(host, parsed.GetValue(bgp)!, parsed.GetValue(api)!, parsed.GetValue(seed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, IPEndPoint bgp, IPEndPoint api, ulong seed, CancellationToken cancel)
    {
        var plan = DemoPlan.Create(bgp, api, seed);
        var directory = Directory.CreateTempSubdirectory("pierhead-demo-").FullName;
        try
        {
            Write(plan.Files, directory);
            if (NodeRunner.Load(directory, host.Error) is not { } loaded)
            {
                return ExitCode.Failed;
            }

            await using var routers = new Simulation(plan.Simulation);
            return await NodeRunner.RunAsync(
                directory,
                loaded,
                LogOptions.Configure("text", LogLevel.Warning),
                host.Error,
                (node, stopping) => PresentAsync(host, node, routers, directory, stopping),
                cancel);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Write(IReadOnlyDictionary<string, string> files, string directory)
    {
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(directory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
    }

    private static async Task PresentAsync(CliHost host, PierheadNode node, Simulation routers, string directory, CancellationToken stopping)
    {
        var address = node.ApiAddresses.First();
        await host.Out.WriteLineAsync($"Pierhead {node.Version} demo: {address}/");
        await host.Out.WriteLineAsync($"The node's configuration tree is in {directory} while this runs.");
        await host.Out.FlushAsync(stopping);

        var started = TimeProvider.System.GetTimestamp();
        await routers.StartAsync();
        await AwaitTablesAsync(host, node, routers, stopping);
        var took = TimeProvider.System.GetElapsedTime(started);
        await host.Out.WriteLineAsync(
            $"{Humane.Count(routers.Routers.Count)} routers of {node.Configuration.Tenants.Length} tenants, "
            + $"{Humane.Count(node.Tables.Totals.Routes)} routes, up in {took.TotalSeconds:0.0} s. They go on changing.");
        await host.Out.WriteLineAsync("Node and routers are one process here: its memory is that of both. Try, from a second terminal:");
        var option = address == Cli.ApiAddress.Default ? string.Empty : $" --api {address}";
        var program = ProgramName();
        foreach (var line in Suggestions)
        {
            await host.Out.WriteLineAsync($"  {program} {line}{option}");
        }

        await host.Out.WriteLineAsync("Ctrl-C ends it.");
        await host.Out.FlushAsync(stopping);
    }

    /// <summary>How to call this program from where it was started, as in <c>bin/pierhead</c>.</summary>
    private static string ProgramName()
    {
        var path = Path.GetRelativePath(Environment.CurrentDirectory, Environment.ProcessPath ?? "pierhead");
        return path.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(path) || !path.Contains('/') ? "pierhead" : path;
    }

    private static readonly string[] Suggestions =
    [
        "status",
        "sessions",
        "lookup 1.1.1.1",
        "lookup 2606:4700:4700::1111 -o json",
        "routes --device edge1.ams1 --limit 20",
        "routes --tenant globex --as-path '_13335$'",
        "clear edge1.fra1 --tenant acme",
    ];

    private static async Task AwaitTablesAsync(CliHost host, PierheadNode node, Simulation routers, CancellationToken stopping)
    {
        while (true)
        {
            var sent = 0L;
            var done = true;
            foreach (var router in routers.Status())
            {
                done &= router.AnnouncedAt is not null;
                sent += router.RoutesHeld ?? 0;
            }

            var held = node.Tables.Totals.Routes;
            if (host.IsTerminal)
            {
                await host.Out.WriteAsync($"\r{Humane.Count(held)} of {Humane.Count(sent)} routes\u001b[K");
                await host.Out.FlushAsync(stopping);
            }

            if (done && held >= sent)
            {
                break;
            }

            await Task.Delay(ProgressEvery, stopping);
        }

        if (host.IsTerminal)
        {
            await host.Out.WriteAsync("\r\u001b[K");
        }
    }
}
