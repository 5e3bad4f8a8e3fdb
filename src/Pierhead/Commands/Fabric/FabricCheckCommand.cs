using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Control;
using Pierhead.Control.Fabric;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Checking;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric check</c>: a line for each mistake and trap, then what the mode cannot do.</summary>
internal static class FabricCheckCommand
{
    public static Command Create(CliHost host)
    {
        var options = new MachineOptions();
        var command = new DescribedCommand(
            "check",
            "Checks fabric.yaml: a line 'file:line: message' for each mistake, exit 1. Then, as 'warning:' and 'note:', what is risky and what the mode cannot do. On a machine of the fabric it also looks whether hardware addresses are true.",
            "pierhead fabric check",
            "pierhead fabric check --config /etc/pierhead --machine lb-1");
        options.AddTo(command);
        command.SetAction(async (parsed, _) => await RunAsync(host, parsed.GetValue(options.Config)!, parsed.GetValue(options.Machine)));
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, string directory, string? machine)
    {
        var result = FabricFile.Load(directory);
        foreach (var error in result.Errors)
        {
            await host.Out.WriteLineAsync(error.ToString());
        }

        if (result.Plan is not { } plan)
        {
            return ExitCode.Failed;
        }

        var name = machine ?? NodeName.Of(directory) ?? Environment.MachineName;
        var wrong = HardwareAddresses.Wrong(new LinuxMachineSystem(), plan, name).ToList();
        foreach (var message in wrong)
        {
            await host.Out.WriteLineAsync($"{FabricFile.Name}:1: {message}");
        }

        foreach (var warning in result.Warnings)
        {
            await host.Out.WriteLineAsync($"warning: {warning}");
        }

        var configuration = ConfigTree.Load(directory).Configuration;
        foreach (var note in ModeNotes.Of(plan, configuration?.Devices.ToList() ?? []))
        {
            await host.Out.WriteLineAsync($"note: {note}");
        }

        return wrong.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
