using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pierhead.Cli;
using Pierhead.Fabric.DirectReturn;
using Pierhead.Hosting;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead balance</c>: the balancer of the mode direct-return.</summary>
internal static class BalanceCommand
{
    public static Command Create(CliHost host)
    {
        var config = ConfigOption.Create();
        var machine = new Option<string?>("--machine") { Description = "Which balancer of fabric.yaml this machine is [default: `node` of pierhead.yaml]", HelpName = "NAME" };
        var run = BalanceOptions.Run();
        var flush = new Option<bool>("--flush") { Description = "At the end withdraw the address and remove the table, which otherwise goes on forwarding." };
        var format = new Option<string>("--log-format") { Description = "How log lines look: text or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new DescribedCommand(
            "balance",
            "Run the balancer of the mode direct-return: pin each device to a node by nftables. SIGHUP reads the tree again, SIGTERM ends and leaves the table in place.",
            "pierhead balance --config /etc/pierhead --machine lb-1",
            "pierhead balance status",
            "pierhead balance status -o json")
        {
            config, machine, run, flush, format,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            host,
            parsed.GetValue(config)!,
            parsed.GetValue(machine),
            parsed.GetValue(run)!,
            parsed.GetValue(flush),
            LogOptions.Configure(parsed.GetValue(format)!, LogLevel.Information),
            cancel));
        command.Add(BalanceStatusCommand.Create(host));
        return command;
    }

    private static async Task<int> RunAsync(
        CliHost host, string directory, string? machine, string run, bool flush, Action<ILoggingBuilder> logging, CancellationToken cancel)
    {
        var (tree, errors) = BalancedDevices.Load(directory, machine);
        foreach (var error in errors)
        {
            await host.Error.WriteLineAsync(error);
        }

        if (tree is null)
        {
            return ExitCode.Failed;
        }

        if (BalancerLink.Problem(tree.Self) is { } problem)
        {
            await host.Error.WriteLineAsync(problem);
            return ExitCode.Failed;
        }

        try
        {
            using var logs = LoggerFactory.Create(logging);
            using var nftables = Nftables.Open();
            using var balancer = new Balancer(tree, nftables, run, host.Time, logs.CreateLogger("balance"));
            await RunAsync(balancer, flush, () => Reload(host, balancer, directory, machine), cancel);
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is NftException or IOException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync($"pierhead balance: {exception.Message}");
            return ExitCode.Failed;
        }
    }

    private static async Task RunAsync(Balancer balancer, bool flush, Action reload, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            reload();
        });
        await balancer.RunAsync(flush, stop.Token);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>A tree with mistakes changes nothing.</summary>
    private static void Reload(CliHost host, Balancer balancer, string directory, string? machine)
    {
        var (tree, errors) = BalancedDevices.Load(directory, machine);
        foreach (var error in errors)
        {
            host.Error.WriteLine(error);
        }

        if (tree is null)
        {
            host.Error.WriteLine("pierhead balance: the tree was not taken; what was in force stays in force");
            return;
        }

        balancer.Post(new BalanceEvent.TreeRead(tree));
    }
}
