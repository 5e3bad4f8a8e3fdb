using System.CommandLine;
using Pierhead.Cli;
using Pierhead.Cli.Tables;
using Pierhead.Web.Contract;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead status</c>: how the node is.</summary>
internal static class StatusCommand
{
    private static readonly Column[] Columns = [new("NODE"), new("")];

    public static Command Create(CliHost host)
    {
        var command = new DescribedCommand(
            "status",
            "Shows how the node is: uptime, sessions, routes and memory.",
            "pierhead status",
            "pierhead status --api https://land-1.example.net:8080",
            "pierhead status -o json");
        OperatorContext.SetAction(command, host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(OperatorContext context, ParseResult parsed, CancellationToken cancel)
    {
        var answer = await context.Api.GetAsync(new ApiQuery("summary"), cancel);
        if (context.Format == OutputFormat.Json)
        {
            JsonPrinter.Print(context.Host.Out, answer);
            return ExitCode.Done;
        }

        var summary = context.Api.Read<Summary>(answer);
        var columns = new[] { Columns[0], new Column(Printable.Text(summary.Node), Wrap: true) };
        context.Tables().Print(columns, [.. Lines(summary).Select(line => new[] { line.Name, line.Value })]);
        return ExitCode.Done;
    }

    private static IEnumerable<(Cell Name, Cell Value)> Lines(Summary summary)
    {
        var (sessions, routes) = (summary.Sessions, summary.Routes);
        yield return ("version", summary.Version);
        yield return ("uptime", Humane.Duration(TimeSpan.FromSeconds(summary.UptimeSeconds)));
        yield return (
            "sessions",
            new Cell(
                $"{Humane.Count(sessions.Established)} of {Humane.Count(sessions.Configured)} established",
                sessions.Established < sessions.Configured ? Tone.Warning : Tone.Good));
        yield return ("routes", Humane.Count(routes.Total));
        yield return ("  ipv4", Humane.Count(routes.Ipv4));
        yield return ("  ipv6", Humane.Count(routes.Ipv6));
        yield return ("  stale", new Cell(Humane.Count(routes.Stale), routes.Stale > 0 ? Tone.Warning : Tone.Plain));
        if (routes.Prefixes is { } prefixes)
        {
            yield return ("prefixes", $"{Humane.Count(prefixes)} distinct");
        }

        if (routes.AttributeSets is { } sets)
        {
            yield return ("attributes", $"{Humane.Count(sets, "distinct set", "distinct sets")}");
        }

        yield return ("memory", Memory(summary));
    }

    private static string Memory(Summary summary)
    {
        var resident = $"{Humane.Bytes(summary.Memory.ResidentBytes)} resident";
        // A tenant's token sees its own routes, but the memory of all: to divide one by the other would mislead.
        var each = summary.Routes.Prefixes is null ? null : Humane.BytesEach(summary.Memory.ResidentBytes, summary.Routes.Total);
        return each is null ? resident : $"{resident}, {each} bytes a route";
    }
}
