using System.CommandLine;
using System.Globalization;
using Pierhead.Cli;
using Pierhead.Cli.Tables;
using Pierhead.Web.Contract;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead unknown</c>: who came and is no one's.</summary>
internal static class UnknownCommand
{
    private static readonly ListPrinter<Unknown> Printer = new(
        [
            new("ADDRESS"), new("KIND"), new("ASN", Right: true), new("ATTEMPTS", Right: true), new("FIRST-SEEN"), new("LAST-SEEN"),
        ],
        Row);

    public static Command Create(CliHost host)
    {
        var command = new DescribedCommand(
            "unknown",
            "Lists the addresses that came and that no tenant claims: a router to onboard, or a mistake.",
            "pierhead unknown",
            "pierhead unknown -o json");
        OperatorContext.SetAction(command, host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(OperatorContext context, ParseResult parsed, CancellationToken cancel)
    {
        if (Printer.Print(context, await context.Api.GetAsync(new ApiQuery("unknown"), cancel)) == 0)
        {
            context.Remark("Nobody came who is not known.");
        }

        return ExitCode.Done;
    }

    private static Cell[] Row(Unknown unknown, DateTimeOffset now) =>
    [
        unknown.Address,
        unknown.Kind,
        unknown.Asn?.ToString(CultureInfo.InvariantCulture),
        Humane.Count(unknown.Attempts),
        $"{Humane.Age(unknown.FirstSeen, now)} ago",
        $"{Humane.Age(unknown.LastSeen, now)} ago",
    ];
}
