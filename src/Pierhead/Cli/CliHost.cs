using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pierhead.Cli;

/// <summary>What a command touches outside itself: streams, the terminal, environment and clock. Tests bring their own.</summary>
internal sealed class CliHost
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="Out"/> is a terminal: it gets fitted tables; anything else gets plain columns.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Whether the terminal may be sent colours (see no-color.org).</summary>
    public bool Color { get; init; }

    public Func<string, string?> Environment { get; init; } = static _ => null;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The process's own streams and terminal.</summary>
    public static CliHost ForProcess()
    {
        var isTerminal = !Console.IsOutputRedirected;
        return new CliHost
        {
            Out = isTerminal ? Console.Out : OpenRedirectedOutput(),
            Error = Console.Error,
            IsTerminal = isTerminal,
            Width = isTerminal ? TerminalWidth() : int.MaxValue,
            Color = isTerminal && WantsColor(),
            Environment = System.Environment.GetEnvironmentVariable,
        };
    }

    // Console.Out swallows a closed pipe, so that `routes --all | head` would read a whole table for nobody: a stream says so.
    // A file is left to Console.Out: a stream would write at a place of its own, over what others append to the same file.
    private static TextWriter OpenRedirectedOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.Out;
        }

        const int StandardOutput = 1;
        var handle = new SafeFileHandle(StandardOutput, ownsHandle: false);
        try
        {
            var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? Console.Out : new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 32 * 1024);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // Standard output is closed (`>&-`), or no file: the console's writer copes with that.
            return Console.Out;
        }
    }

    private static int TerminalWidth()
    {
        const int Usual = 80;
        try
        {
            return Console.WindowWidth is > 20 and var width ? width : Usual;
        }
        catch (IOException)
        {
            return Usual;
        }
    }

    private static bool WantsColor() =>
        string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR"))
        && System.Environment.GetEnvironmentVariable("TERM") is not "dumb";
}
