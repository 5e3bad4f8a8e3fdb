namespace Pierhead.Cli;

/// <summary>How every command ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The answer is no, or something failed.</summary>
    public const int Failed = 1;

    /// <summary>The words on the command line were wrong.</summary>
    public const int WrongWords = 2;

    /// <summary>Ended by Ctrl-C, as shells name it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
