using System.CommandLine;
using Pierhead.Control;

namespace Pierhead.Commands;

/// <summary><c>pierhead check</c>: one line for each error on standard output and nothing else.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var config = ConfigOption.Create();
        var command = new Command("check", "Check a configuration tree: a line 'file:line: message' for each error, exit 1; silence and 0 when all is well.")
        {
            config,
        };
        command.SetAction(parsed =>
        {
            var result = ConfigTree.Load(parsed.GetValue(config)!);
            foreach (var error in result.Errors)
            {
                Console.Out.WriteLine(error);
            }

            return result.Errors.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
