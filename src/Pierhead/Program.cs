using System.CommandLine;
using Pierhead.Commands;
using Pierhead.Commands.Operator;

namespace Pierhead;

internal static class Program
{
    /// <summary>Exit code for words that were wrong; 1 is for an answer of no, or something that failed.</summary>
    private const int WrongWords = 2;

    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("Pierhead keeps the table of every router that opens a BGP session to it, and answers questions about them.");
        foreach (var command in Commands())
        {
            root.Add(command);
        }

        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            // Signals are the node's own: it tells every router before it ends.
            ProcessTerminationTimeout = null,
        });
        return parsed.Errors.Count > 0 ? WrongWords : code;
    }

    private static IEnumerable<Command> Commands() =>
    [
        ServeCommand.Create(),
        CheckCommand.Create(),
        DemoCommand.Create(),
        SimulateCommand.Create(),
        .. OperatorCommands.All(),
    ];
}
