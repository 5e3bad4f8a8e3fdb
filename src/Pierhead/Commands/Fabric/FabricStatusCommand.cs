using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Cli.Tables;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric status</c>: whether this machine is what the tree says.</summary>
internal static class FabricStatusCommand
{
    private static readonly Column[] Columns = [new("RESOURCE", Wrap: true), new("STATE")];

    public static Command Create(CliHost host)
    {
        var options = new MachineOptions();
        var command = new DescribedCommand(
            "status",
            "Shows each file, setting, address, route and daemon of this machine, and whether it is as the tree says. Exit 1 when one is not.",
            "pierhead fabric status");
        options.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            if (await options.LivePlaceAsync(host, parsed) is not { } place)
            {
                return ExitCode.Failed;
            }

            try
            {
                return await RunAsync(host, place, new LinuxMachineSystem());
            }
            catch (StepFailedException failure)
            {
                await host.Error.WriteLineAsync($"pierhead fabric status: {failure.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, RenderPlace place, LinuxMachineSystem system)
    {
        var apply = new FabricApply(system, place.PathOf("fabric"));
        var wanted = FabricRenderer.Render(place);
        var change = apply.Find(wanted);
        var former = apply.Former();
        await host.Out.WriteLineAsync(
            $"{place.Machine.Name}: {place.Plan.Mode.Word()}{(former.Mode == place.Plan.Mode.Word() ? "" : former.Mode.Length == 0 ? ", not applied" : $", but {former.Mode} is applied")}");
        if (!place.Absent.IsEmpty)
        {
            await host.Out.WriteLineAsync($"{place.Machine.Name}: no new sessions for {place.Absent}, as viphealth sees it here");
        }

        var missing = change.Put.Select(resource => resource.Key).ToHashSet(StringComparer.Ordinal);
        var rows = wanted.Select(resource => new Cell[] { resource.Key, missing.Contains(resource.Key) ? new Cell("missing", Tone.Warning) : new Cell("in place", Tone.Good) })
            .Concat(change.Removed.Select(applied => new Cell[] { applied.Resource.Key, new Cell("left over", Tone.Warning) })).ToList();
        ITablePrinter printer = host.IsTerminal ? new TerminalTablePrinter(host) : new PlainTablePrinter(host.Out);
        printer.Print(Columns, rows);
        return change.IsEmpty && !apply.WasCutOff ? ExitCode.Done : ExitCode.Failed;
    }
}
