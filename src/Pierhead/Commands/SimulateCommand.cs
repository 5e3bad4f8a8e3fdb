using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Pierhead.Cli;
using Pierhead.Simulate;

namespace Pierhead.Commands;

/// <summary><c>pierhead simulate</c>: routers in one process that announce large believable tables, or replay a recording.</summary>
internal static class SimulateCommand
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    public static Command Create(CliHost host)
    {
        var words = new SimulateWords();
        var command = new DescribedCommand(
            "simulate",
            "Run simulated routers against a BGP daemon: large believable tables from a seed or a file, churn, flaps, or the replay of an MRT file. Ctrl-C ends it.",
            "pierhead simulate --target 127.0.0.1:1790 --routers 4 --ipv4 200000 --ipv6 40000",
            "pierhead simulate --target 127.0.0.1:1790 --mrt updates.gz --asn 3856 --pace 1",
            "pierhead simulate --target 127.0.0.1:1790 --routers 1000 --slice-ipv4 400 --slice-ipv6 0 --churn 2");
        words.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(host, words, parsed, cancel));
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, SimulateWords words, ParseResult parsed, CancellationToken cancel)
    {
        SimulationPlan plan;
        try
        {
            plan = SimulationPlans.From(words.Read(parsed, host.Environment));
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync($"pierhead simulate: {exception.Message}");
            return ExitCode.Failed;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var events = new SimulationLog(host.Error, quiet: plan.Routers.Length > SimulationLog.MostRouters);
        await using var simulation = new Simulation(plan, events.Write);
        await simulation.StartAsync();
        var code = await WatchAsync(host, simulation, parsed.GetValue(words.Once), stop.Token);
        await simulation.StopAsync();
        await ReportAsync(host, simulation, end: "\n");
        return code;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Reports until told to stop, until all is announced (<paramref name="once"/>), or until no router goes on.</summary>
    private static async Task<int> WatchAsync(CliHost host, Simulation simulation, bool once, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (host.IsTerminal)
            {
                await ReportAsync(host, simulation, end: "\u001b[K\r");
            }

            if (once && simulation.Status().All(router => router.AnnouncedAt is not null))
            {
                return ExitCode.Done;
            }

            if (simulation.Completion.IsCompleted)
            {
                // None is left although nobody asked for an end: refused, and told not to come back.
                return ExitCode.Failed;
            }

            await Task.WhenAny(simulation.Completion, Task.Delay(ReportEvery, stop));
        }

        return ExitCode.Done;
    }

    private static async Task ReportAsync(CliHost host, Simulation simulation, string end)
    {
        int established = 0, announced = 0;
        long routes = 0, withdrawn = 0, updates = 0;
        foreach (var router in simulation.Status())
        {
            established += router.State == RouterState.Established ? 1 : 0;
            announced += router.AnnouncedAt is null ? 0 : 1;
            routes += router.RoutesAnnounced;
            withdrawn += router.RoutesWithdrawn;
            updates += router.UpdatesSent;
        }

        await host.Out.WriteAsync(
            $"{Humane.Count(established)} of {Humane.Count(simulation.Routers.Count)} established, {Humane.Count(announced)} done announcing; "
            + $"sent {Humane.Count(updates)} UPDATEs: {Humane.Count(routes)} routes announced, {Humane.Count(withdrawn)} withdrawn{end}");
        await host.Out.FlushAsync(CancellationToken.None);
    }
}
