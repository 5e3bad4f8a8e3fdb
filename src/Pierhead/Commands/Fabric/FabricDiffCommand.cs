using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric diff</c>: what apply would do on this machine.</summary>
internal static class FabricDiffCommand
{
    public static Command Create(CliHost host)
    {
        var options = new MachineOptions();
        var command = new DescribedCommand(
            "diff",
            "Shows what apply would change on this machine, and what that interrupts. Touches nothing. Exit 0 when nothing would change, 1 when something would.",
            "pierhead fabric diff",
            "pierhead fabric diff --machine lb-1");
        options.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            if (await options.LivePlaceAsync(host, parsed) is not { } place)
            {
                return ExitCode.Failed;
            }

            var system = new LinuxMachineSystem();
            var apply = new FabricApply(system, place.PathOf("fabric"));
            try
            {
                var change = apply.Find(FabricRenderer.Render(place));
                await PrintAsync(host, system, place, apply.Former(), change);
                return change.IsEmpty ? ExitCode.Done : ExitCode.Failed;
            }
            catch (StepFailedException failure)
            {
                await host.Error.WriteLineAsync($"pierhead fabric diff: {failure.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    /// <summary>A word beforehand: what applying interrupts, and which sources get another node.</summary>
    public static async Task PrintMovesAsync(CliHost host, RenderPlace place, FabricManifest former)
    {
        await host.Out.WriteLineAsync($"{place.Machine.Name}: {Interruptions.Of(FabricWords.ModeOf(former.Mode), place.Plan.Mode)}");
        foreach (var move in AppliedTree.PlanIn(place) is { } applied ? SpreadMoves.Of(applied, place.Plan) : [])
        {
            await host.Out.WriteLineAsync($"  {move}");
        }
    }

    /// <summary>Says what would change; files line by line.</summary>
    public static async Task PrintAsync(CliHost host, IMachineSystem system, RenderPlace place, FabricManifest former, FabricChange change)
    {
        if (change.IsEmpty)
        {
            await host.Out.WriteLineAsync($"{place.Machine.Name}: nothing to change");
            return;
        }

        await PrintMovesAsync(host, place, former);
        foreach (var resource in change.Put)
        {
            await host.Out.WriteLineAsync($"+ {resource.Words}");
            if (resource is FileResource file)
            {
                foreach (var line in LineDiff.Of(system.Read(file.Path) ?? "", file.Text))
                {
                    await host.Out.WriteLineAsync($"    {line}");
                }
            }
        }

        foreach (var applied in change.Removed)
        {
            await host.Out.WriteLineAsync($"- {applied.Resource.Key}");
        }
    }
}
