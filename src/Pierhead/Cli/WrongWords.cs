using System.CommandLine;
using System.CommandLine.Parsing;

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
            var names = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
            var meant = names.Where(name => Distance(word, name) <= 2).MinBy(name => Distance(word, name));
            return [$"There is no command '{word}'." + (meant is null ? "" : $" Did you mean '{meant}'?")];
        }

        return parsed.Errors.Select(e => e.Message).Distinct();
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

    /// <summary>Letters to insert, delete or replace to make one word of the other (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                var replaced = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
