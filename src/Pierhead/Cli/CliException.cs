namespace Pierhead.Cli;

/// <summary>A command cannot go on; the message is one sentence for the operator, printed on standard error.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.Failed, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>See <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
