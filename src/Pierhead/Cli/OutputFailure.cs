namespace Pierhead.Cli;

/// <summary>Standard output could not be written.</summary>
internal static class OutputFailure
{
    private const int BrokenPipe = 32;

    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException or ObjectDisposedException;

    /// <summary>A sentence where there is somebody to read it: a reader that left the pipe (`| head`) has had enough.</summary>
    public static async Task<int> ReportAsync(CliHost host, Exception exception)
    {
        if (exception is not IOException { HResult: BrokenPipe })
        {
            await host.Error.WriteLineAsync($"Cannot write the output: {Printable.Text(exception.GetBaseException().Message)}");
        }

        return ExitCode.Failed;
    }
}
