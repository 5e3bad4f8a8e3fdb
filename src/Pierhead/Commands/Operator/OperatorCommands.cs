using System.CommandLine;
using Pierhead.Cli;

namespace Pierhead.Commands.Operator;

/// <summary>The commands that ask a running node through its API.</summary>
internal static class OperatorCommands
{
    public static IEnumerable<Command> All(CliHost host) =>
    [
        StatusCommand.Create(host),
        SessionsCommand.Create(host),
        RoutesCommand.Create(host),
        LookupCommand.Create(host),
        ExportCommand.Create(host),
        UnknownCommand.Create(host),
        ClearCommand.Create(host),
        ReloadCommand.Create(host),
        VersionCommand.Create(host),
    ];

    /// <summary>Adds the commands, and the options they share, to the program.</summary>
    public static void AddTo(RootCommand root, CliHost host)
    {
        root.Add(GlobalOptions.Api);
        root.Add(GlobalOptions.Output);
        foreach (var command in All(host))
        {
            root.Add(command);
        }
    }
}
