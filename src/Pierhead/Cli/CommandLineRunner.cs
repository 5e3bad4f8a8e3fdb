using System.CommandLine;
using System.CommandLine.Invocation;

namespace Pierhead.Cli;

/// <summary>Runs the words of a command line: wrong ones end with <see cref="ExitCode.WrongWords"/> and a sentence for each.</summary>
internal static class CommandLineRunner
{
    /// <param name="terminationTimeout">
    /// How long a command may take to end after SIGINT or SIGTERM; null for a program that sees to its signals itself.
    /// </param>
    public static async Task<int> RunAsync(
        RootCommand root, IReadOnlyList<string> words, CliHost host, TimeSpan? terminationTimeout, CancellationToken cancel = default)
    {
        ExamplesHelp.AddTo(root);
        var parsed = root.Parse(words);
        if (parsed.Action is ParseErrorAction)
        {
            await WrongWords.ReportAsync(parsed, host);
            return ExitCode.WrongWords;
        }

        var invocation = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = terminationTimeout,
        };
        var code = await parsed.InvokeAsync(invocation, cancel);
        try
        {
            await host.Out.FlushAsync(CancellationToken.None);
            return code;
        }
        catch (Exception exception) when (OutputFailure.Is(exception))
        {
            return await OutputFailure.ReportAsync(host, exception);
        }
    }
}
