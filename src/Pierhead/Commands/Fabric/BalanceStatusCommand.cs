using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Pierhead.Cli;
using Pierhead.Cli.Tables;
using Pierhead.Fabric.DirectReturn;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead balance status</c>: what the balancer of this machine thinks of its nodes.</summary>
internal static class BalanceStatusCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly Column[] Columns =
    [
        new("NODE"), new("STATE"), new("WEIGHT", Right: true), new("DEVICES", Right: true), new("SESSIONS", Right: true), new("ROUTES", Right: true), new("REASON", Wrap: true),
    ];

    public static Command Create(CliHost host)
    {
        var run = BalanceOptions.Run();
        var command = new DescribedCommand(
            "status", "Shows the balancer of this machine: its nodes, and how many devices each is pinned.", "pierhead balance status", "pierhead balance status -o json")
        {
            run,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                Print(host, await AskAsync(parsed.GetValue(run)!, cancel), parsed.GetValue(GlobalOptions.Output) == OutputFormat.Json);
                return ExitCode.Done;
            }
            catch (CliException failure)
            {
                await host.Error.WriteLineAsync(failure.Message);
                return failure.ExitCode;
            }
        });
        return command;
    }

    private static async Task<string> AskAsync(string run, CancellationToken cancel)
    {
        var path = Balancer.SocketIn(run);
        if (!File.Exists(path))
        {
            throw new CliException($"There is no {path}: `pierhead balance` does not run here, or with another --run.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), limit.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync("{\"command\":\"status\"}\n"u8.ToArray(), limit.Token);
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync(limit.Token) ?? throw new CliException($"The balancer at {path} closed the connection without an answer.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CliException($"The balancer at {path} does not answer.");
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new CliException($"No balancer answers at {path}: {exception.Message}. Is `pierhead balance` running here?", cause: exception);
        }
    }

    private static void Print(CliHost host, string answer, bool asJson)
    {
        using var json = JsonDocument.Parse(answer);
        if (asJson)
        {
            JsonPrinter.Print(host.Out, json.RootElement);
            return;
        }

        var status = json.Deserialize<BalanceStatus>(Web) ?? throw new CliException("The balancer answered nothing.");
        var announced = status.Announced switch { true => "announced", false => "withdrawn", null => "as it was before the start" };
        host.Out.WriteLine(
            $"{Printable.Text(status.Machine)}: {(status.Ready ? "ready" : "waiting for its nodes")}, the address is {announced}; {Humane.Count(status.Devices)} devices, {Humane.Count(status.Pins)} pins"
            + (status.ChangedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $", last change {at:yyyy-MM-ddTHH:mm:ssZ}") : ""));
        foreach (var trouble in new[] { status.Refusal is { } refusal ? $"nft refuses: {refusal}" : null, status.AnnounceFailure }.OfType<string>())
        {
            host.Out.WriteLine(Printable.Text(trouble));
        }

        ITablePrinter printer = host.IsTerminal ? new TerminalTablePrinter(host) : new PlainTablePrinter(host.Out);
        printer.Print(Columns, [.. status.Nodes.Select(Row)]);
    }

    private static Cell[] Row(BalanceNodeStatus node) =>
    [
        node.Name, new Cell(node.State, node.State == NodeReport.In ? Tone.Good : Tone.Warning), Number(node.Weight), Number(node.PinnedDevices), Number(node.SessionsHeld),
        Humane.Count(node.Routes), node.Reason,
    ];

    private static Cell Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
