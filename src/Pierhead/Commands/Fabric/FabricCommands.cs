using System.CommandLine;
using Pierhead.Cli;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric</c>: how sessions are spread over nodes, from the one file that all machines share.</summary>
internal static class FabricCommands
{
    public static Command Create(CliHost host) =>
        new("fabric", "The fabric: check fabric.yaml, show and apply what it means for a machine, change it.")
        {
            FabricCheckCommand.Create(host),
            FabricRenderCommand.Create(host),
            FabricDiffCommand.Create(host),
            FabricApplyCommand.Create(host),
            FabricStatusCommand.Create(host),
            FabricSimulateCommand.Create(host),
            FabricNodeCommand.Create(host),
            FabricMedCommand.Create(host),
        };
}
