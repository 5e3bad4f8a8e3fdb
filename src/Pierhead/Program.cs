using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Commands;
using Pierhead.Commands.Fabric;
using Pierhead.Commands.Operator;

namespace Pierhead;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        var host = CliHost.ForProcess();
        var root = new RootCommand("Pierhead keeps the table of every router that opens a BGP session to it, and answers questions about them.")
        {
            ServeCommand.Create(),
            CheckCommand.Create(),
            DemoCommand.Create(host),
            SimulateCommand.Create(host),
            FabricCommands.Create(host),
            VipControlCommand.Create(host),
            BalanceCommand.Create(host),
            VipHealthCommand.Create(host),
        };
        OperatorCommands.AddTo(root, host);

        // Signals are the commands' own: a node tells every router before it ends.
        return CommandLineRunner.RunAsync(root, args, host, terminationTimeout: null);
    }
}
