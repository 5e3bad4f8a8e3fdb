using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Web.Contract;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead reload</c>: applies the changed configuration tree.</summary>
internal static class ReloadCommand
{
    public static Command Create(CliHost host)
    {
        var command = new DescribedCommand(
            "reload",
            "Applies the node's changed configuration tree. One with errors changes nothing; they are printed, a line each.",
            "pierhead check --config /etc/pierhead && pierhead reload");
        OperatorContext.SetAction(command, host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(OperatorContext context, ParseResult parsed, CancellationToken cancel)
    {
        var answer = await context.Api.PostAsync("reload", cancel);
        var result = context.Api.Read<ReloadResult>(answer);
        if (context.Format == OutputFormat.Json)
        {
            JsonPrinter.Print(context.Host.Out, answer);
        }
        else
        {
            foreach (var line in result.Applied ? result.Changes : result.Errors)
            {
                context.Host.Out.WriteLine(Printable.Text(line));
            }
        }

        if (!result.Applied)
        {
            context.Remark($"Nothing was changed: the tree has {Humane.Count(result.Errors.Count, "error", "errors")}.");
            return ExitCode.Failed;
        }

        if (result.Changes.Count == 0)
        {
            context.Remark("Nothing has changed.");
        }

        return ExitCode.Done;
    }
}
