using System.Diagnostics;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>Other programs, run to their end or started.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a program and answers what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed: with what it said.</exception>
    public static string Run(string program, params string[] words)
    {
        var (code, output, errors) = Try(program, words);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', words)}: {errors}{output}");
    }

    /// <summary>Runs a program that may fail; one that takes longer than half a minute is killed, and counts as failed.</summary>
    public static (int Code, string Output, string Errors) Try(string program, params string[] words)
    {
        using var process = Process.Start(Info(program, words))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            process.WaitForExit();
            return (-1, string.Empty, "no answer");
        }

        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Starts a program whose output goes to a file.</summary>
    public static Process Start(string log, string program, params string[] words)
    {
        var process = Process.Start(Info(program, words))!;
        var writer = new StreamWriter(log) { AutoFlush = true };
        var gate = new Lock();
        DataReceivedEventHandler keep = (_, line) =>
        {
            lock (gate)
            {
                writer.WriteLine(line.Data);
            }
        };
        process.OutputDataReceived += keep;
        process.ErrorDataReceived += keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>A program to talk to over its standard input and output.</summary>
    public static Process Converse(string program, params string[] words)
    {
        var info = Info(program, words);
        info.RedirectStandardError = false;
        return Process.Start(info)!;
    }

    private static ProcessStartInfo Info(string program, string[] words) => new(program, words)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };
}
