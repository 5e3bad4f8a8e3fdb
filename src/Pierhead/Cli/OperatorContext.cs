using System.CommandLine;
using Pierhead.Cli.Tables;

namespace Pierhead.Cli;

/// <summary>What an operator command works with while it runs.</summary>
internal sealed class OperatorContext(CliHost host, ApiClient api, OutputFormat format)
{
    public CliHost Host { get; } = host;

    public ApiClient Api { get; } = api;

    public OutputFormat Format { get; } = format;

    public DateTimeOffset Now => Host.Time.GetUtcNow();

    public ITablePrinter Tables() => Host.IsTerminal ? new TerminalTablePrinter(Host) : new PlainTablePrinter(Host.Out);

    /// <summary>A remark for people, on standard error, so that what a pipe reads stays the answer alone.</summary>
    public void Remark(string sentence) => Host.Error.WriteLine(sentence);

    /// <summary>Makes <paramref name="run"/> the command's action: with a client, and with failures as sentences and exit codes.</summary>
    public static void SetAction(Command command, CliHost host, Func<OperatorContext, ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                var address = ApiAddress.Resolve(parsed.GetValue(GlobalOptions.Api), host.Environment);
                var token = host.Environment("PIERHEAD_TOKEN")?.Trim();
                using var api = new ApiClient(address, string.IsNullOrEmpty(token) ? null : token);
                return await run(new OperatorContext(host, api, parsed.GetValue(GlobalOptions.Output)), parsed, cancel);
            }
            catch (CliException failure)
            {
                await host.Error.WriteLineAsync(failure.Message);
                return failure.ExitCode;
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
            catch (Exception exception) when (OutputFailure.Is(exception))
            {
                return await OutputFailure.ReportAsync(host, exception);
            }
        });
}
