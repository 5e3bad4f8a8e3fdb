using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Pierhead.Cli;
using Pierhead.Control;
using Pierhead.Control.Fabric;
using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary>The options that the commands about a machine of the fabric share.</summary>
internal sealed class MachineOptions
{
    public Option<string> Config { get; } = ConfigOption.Create();

    public Option<string?> Machine { get; } = new("--machine")
    {
        Description = "Which machine this is: a name in fabric.yaml [default: `node` of pierhead.yaml, else the host name]",
        HelpName = "NAME",
    };

    public Option<string> Run { get; } = new("--run")
    {
        Description = "The directory for what is rendered, and for sockets and logs.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/run/pierhead",
    };

    public void AddTo(Command command)
    {
        command.Add(Config);
        command.Add(Machine);
        command.Add(Run);
    }

    /// <summary>Reads the tree and finds the machine in it; says what is wrong, and gives null, where it cannot.</summary>
    public async Task<RenderPlace?> PlaceAsync(CliHost host, ParseResult parsed)
    {
        var directory = parsed.GetValue(Config)!;
        var result = FabricFile.Load(directory);
        foreach (var error in result.Errors)
        {
            await host.Error.WriteLineAsync(error.ToString());
        }

        if (result.Plan is not { } plan)
        {
            return null;
        }

        var name = parsed.GetValue(Machine) ?? NodeName.Of(directory) ?? Environment.MachineName;
        if (!TryFind(plan, name, out var machine))
        {
            var names = plan.Nodes.Concat(plan.Balancers).Select(known => known.Name).ToList();
            await host.Error.WriteLineAsync(
                $"pierhead fabric: fabric.yaml has no machine `{name}`{Nearest.Suggest(name, names)}; there are {string.Join(", ", names)}. Name this one with --machine");
            return null;
        }

        return new RenderPlace(plan, machine, Path.GetFullPath(parsed.GetValue(Run)!), Environment.ProcessPath!, Path.GetFullPath(directory));
    }

    /// <summary>The same with who is absent at the moment, as this machine's viphealth sees it: what the machine itself has to be.</summary>
    public async Task<RenderPlace?> LivePlaceAsync(CliHost host, ParseResult parsed)
    {
        if (await PlaceAsync(host, parsed) is not { } place)
        {
            return null;
        }

        var (absent, trouble) = AbsentFile.Read(place.Run);
        if (trouble is not null)
        {
            await host.Error.WriteLineAsync($"pierhead fabric: {trouble}");
        }

        return place with { Absent = absent ?? AbsentNodes.None };
    }

    private static bool TryFind(FabricPlan plan, string name, [NotNullWhen(true)] out FabricMachine? machine)
    {
        machine = plan.NodeNamed(name) ?? plan.BalancerNamed(name);
        return machine is not null;
    }
}
