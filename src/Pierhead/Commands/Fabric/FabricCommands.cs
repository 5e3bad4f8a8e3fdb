using System.CommandLine;
using Pierhead.Cli;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead fabric</c>: what concerns all machines that share the floating addresses.</summary>
internal static class FabricCommands
{
    public static Command Create(CliHost host) =>
        new("fabric", "One address, many nodes: how sessions are spread, as fabric.yaml of the tree says it.")
        {
            FabricSimulateCommand.Create(host),
        };
}
