using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric apply</c>: makes this machine what the tree says.</summary>
internal static class FabricApplyCommand
{
    public static Command Create(CliHost host)
    {
        var options = new MachineOptions();
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for another operator who applies at the moment.", HelpName = "SECONDS", DefaultValueFactory = _ => 10 };
        var command = new DescribedCommand(
            "apply",
            "Makes this machine what the tree says: changes only what differs, tells each step, and puts the former state back when one fails.",
            "pierhead fabric apply",
            "pierhead fabric apply --machine lb-1 --wait 60")
        {
            wait,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, _) =>
            await options.LivePlaceAsync(host, parsed) is { } place ? await RunAsync(host, place, TimeSpan.FromSeconds(parsed.GetValue(wait))) : ExitCode.Failed);
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, RenderPlace place, TimeSpan patience)
    {
        var system = new LinuxMachineSystem();
        var wanted = FabricRenderer.Render(place);
        try
        {
            var missing = Prerequisites.Missing(system, place.Machine.Interface, wanted);
            foreach (var sentence in missing)
            {
                await host.Error.WriteLineAsync($"pierhead fabric apply: {sentence}");
            }

            if (missing.Count != 0)
            {
                return ExitCode.Failed;
            }

            using var held = FabricLock.Take(place.PathOf("fabric"), patience, host.Time);
            var apply = new FabricApply(system, place.PathOf("fabric"));
            if (apply.WasCutOff)
            {
                await host.Out.WriteLineAsync($"{place.Machine.Name}: an apply before was cut off in the middle; this one finishes what is still wanted and takes back the rest");
            }

            await FabricDiffCommand.PrintMovesAsync(host, place, apply.Former());
            var change = apply.Apply(place.Machine.Name, place.Plan.Mode.Word(), wanted, step => host.Out.WriteLine($"  {step}"));
            AppliedTree.Keep(place);
            await host.Out.WriteLineAsync(change.IsEmpty ? $"{place.Machine.Name}: nothing to change" : $"{place.Machine.Name}: applied");
            return ExitCode.Done;
        }
        catch (StepFailedException failure)
        {
            await host.Error.WriteLineAsync($"pierhead fabric apply: {failure.Message}");
            return ExitCode.Failed;
        }
    }
}
