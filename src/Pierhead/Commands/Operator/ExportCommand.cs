using System.CommandLine;
using Pierhead.Cli;

namespace Pierhead.Commands.Operator;

/// <summary><c>pierhead export</c>: a device's tables as a file that other tools read.</summary>
internal static class ExportCommand
{
    private const string StandardOutput = "-";

    public static Command Create(CliHost host)
    {
        var mrt = new Option<string>("--mrt") { Description = "The MRT file to write (TABLE_DUMP_V2), or - for standard output", HelpName = "FILE", Required = true };
        var device = new Option<string>("--device") { Description = "The device whose tables are wanted", HelpName = "NAME", Required = true };
        var tenant = new Option<string?>("--tenant") { Description = "The device's tenant, where several have one of that name", HelpName = "NAME" };
        var address = new Option<string?>("--address") { Description = "Only the session from this address", HelpName = "ADDRESS" };
        var command = new DescribedCommand(
            "export",
            "Writes the tables of a device to a file, stale routes included.",
            "pierhead export --mrt edge1.mrt --device edge1.ams1 && bgpdump -m edge1.mrt",
            "pierhead export --mrt - --device edge1.ams1 --address 198.51.100.1 | bgpdump -m -") { mrt, device, tenant, address };
        OperatorContext.SetAction(command, host, async (context, parsed, cancel) =>
        {
            var query = new ApiQuery("export/mrt")
                .With("device", parsed.GetRequiredValue(device))
                .With("tenant", parsed.GetValue(tenant))
                .With("address", parsed.GetValue(address));
            var file = parsed.GetRequiredValue(mrt);
            if (file == StandardOutput)
            {
                await using var output = Console.OpenStandardOutput();
                _ = await context.Api.DownloadAsync(query, output, progress: null, cancel);
                return ExitCode.Done;
            }

            var octets = await WriteAsync(context, query, file, cancel);
            context.Remark($"Wrote {Humane.Bytes(octets)} to {file}.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Under another name first: a file of that name is whole, or as it was before.</summary>
    private static async Task<long> WriteAsync(OperatorContext context, ApiQuery query, string file, CancellationToken cancel)
    {
        var unfinished = $"{file}.part";
        try
        {
            long octets;
            await using (var output = File.Create(unfinished))
            {
                octets = await DownloadAsync(context, query, output, cancel);
            }

            File.Move(unfinished, file, overwrite: true);
            return octets;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file} cannot be written: {exception.Message}", cause: exception);
        }
        finally
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }
        }
    }

    /// <summary>With progress on a terminal, on a line of its own.</summary>
    private static async Task<long> DownloadAsync(OperatorContext context, ApiQuery query, Stream output, CancellationToken cancel)
    {
        var isShown = false;
        try
        {
            return await context.Api.DownloadAsync(query, output, context.Host.IsTerminal ? Show : null, cancel);
        }
        finally
        {
            if (isShown)
            {
                await context.Host.Error.WriteLineAsync();
            }
        }

        void Show(long octets)
        {
            isShown = true;
            context.Host.Error.Write($"\r{Humane.Bytes(octets)} ");
        }
    }
}
