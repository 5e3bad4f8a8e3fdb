using System.Collections.Immutable;
using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Rendering;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric render</c>: what the tree means for a machine.</summary>
internal static class FabricRenderCommand
{
    public static Command Create(CliHost host)
    {
        var options = new MachineOptions();
        var to = new Option<string?>("--to") { Description = "Write the rendered files below this directory, to be kept in git, instead of printing them.", HelpName = "DIR" };
        var command = new DescribedCommand(
            "render",
            "Shows what the tree means for a machine: files, settings, addresses, routes and daemons. Touches nothing.",
            "pierhead fabric render --machine lb-1",
            "pierhead fabric render --machine land-1 --to rendered/land-1")
        {
            to,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            if (await options.PlaceAsync(host, parsed) is not { } place)
            {
                return ExitCode.Failed;
            }

            var resources = FabricRenderer.Render(place);
            return parsed.GetValue(to) is { } folder ? await WriteAsync(host, place, resources, folder) : await PrintAsync(host, place, resources);
        });
        return command;
    }

    /// <summary>The text of a resource that has one.</summary>
    public static (string Name, string Text)? FileOf(Resource resource) => resource switch
    {
        FileResource file => (Path.GetFileName(file.Path), file.Text),
        NftTableResource table => ($"{table.Name}.nft", table.Text),
        _ => null,
    };

    private static async Task<int> PrintAsync(CliHost host, RenderPlace place, ImmutableArray<Resource> resources)
    {
        await host.Out.WriteLineAsync($"# {place.Machine.Name} in the mode {Model.Fabric.FabricWords.Word(place.Plan.Mode)}{(resources.IsEmpty ? ": nothing" : "")}");
        foreach (var resource in resources)
        {
            await host.Out.WriteLineAsync($"\n# {resource.Words}{(resource is DaemonResource daemon ? $": {daemon.Program} {string.Join(' ', daemon.Arguments)}" : "")}");
            if (FileOf(resource) is { } file)
            {
                await host.Out.WriteAsync(file.Text);
            }
        }

        return ExitCode.Done;
    }

    private static async Task<int> WriteAsync(CliHost host, RenderPlace place, ImmutableArray<Resource> resources, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var steps = resources.Where(resource => FileOf(resource) is null).Select(resource => resource.Words);
            await File.WriteAllTextAsync(Path.Combine(folder, "steps.txt"), string.Concat(steps.Select(step => step + "\n")));
            foreach (var file in resources.Select(FileOf).OfType<(string Name, string Text)>())
            {
                await File.WriteAllTextAsync(Path.Combine(folder, file.Name), file.Text);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync($"pierhead fabric render: {folder} cannot be written: {exception.Message}");
            return ExitCode.Failed;
        }

        await host.Out.WriteLineAsync($"{place.Machine.Name}: written below {folder}");
        return ExitCode.Done;
    }
}
