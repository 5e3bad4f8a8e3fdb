using System.CommandLine;
using System.CommandLine.Parsing;
using Pierhead.Control;

namespace Pierhead.Cli;

/// <summary>Says on standard error what is wrong with the words of a command line.</summary>
internal static class WrongWords
{
    public static async Task ReportAsync(ParseResult parsed, CliHost host)
    {
        if (parsed.Tokens.Count == 0)
        {
            // Nothing was said at all: the list of commands is the answer to that.
            await parsed.RootCommandResult.Command.Parse("--help").InvokeAsync(new InvocationConfiguration { Output = host.Error, Error = host.Error });
            return;
        }

        var command = parsed.CommandResult.Command;
        foreach (var sentence in Sentences(parsed, command))
        {
            await host.Error.WriteLineAsync(Printable.Text(sentence));
        }

        await host.Error.WriteLineAsync($"See `{FullName(parsed.CommandResult)} --help`.");
    }

    private static IEnumerable<string> Sentences(ParseResult parsed, Command command)
    {
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..])
        {
            // The parser would also say that a command is missing, and call every word after this one unknown.
            var meant = Nearest.Of(word, command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
            return [$"There is no command '{word}'." + (meant is null ? "" : $" Did you mean '{meant}'?")];
        }

        // The parser lists what may stand there on lines of their own.
        return parsed.Errors
            .Select(e => string.Join(' ', e.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Distinct();
    }

    private static string FullName(CommandResult result)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = result; at is CommandResult command; at = at.Parent)
        {
            names.Push(at.Parent is null ? "pierhead" : command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
