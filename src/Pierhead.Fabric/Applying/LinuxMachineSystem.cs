using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pierhead.Fabric.Applying;

/// <summary>The machine that this process runs on.</summary>
public sealed partial class LinuxMachineSystem : IMachineSystem
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public CommandOutcome Run(string program, IReadOnlyList<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start) ?? throw new StepFailedException($"`{program}` did not start");
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                throw new StepFailedException($"`{program} {string.Join(' ', arguments)}` did not end in {Limit.TotalSeconds:0} s");
            }

            return new CommandOutcome(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
        catch (Win32Exception exception)
        {
            throw new StepFailedException($"`{program}` cannot be run: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new StepFailedException($"`{program}` did not take its input: {exception.Message}", exception);
        }
    }

    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StepFailedException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    public void Write(string path, string text, UnixFileMode mode)
    {
        var beside = $"{path}.{Environment.ProcessId}.new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = mode;
            }

            using (var stream = new FileStream(beside, options))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(text);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw new StepFailedException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    public void Set(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StepFailedException($"{path} cannot be set to \"{text}\": {exception.Message}", exception);
        }
    }

    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Then it is not there, which is what was asked for.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StepFailedException($"{path} cannot be removed: {exception.Message}", exception);
        }
    }

    public bool IsRunning(int process, string program)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        if (Read($"{folder}/stat") is not { } stat || stat[(stat.LastIndexOf(')') + 1)..].TrimStart() is not [not 'Z', ..])
        {
            return false;
        }

        // A script's first word is its interpreter.
        return Read($"{folder}/cmdline") is { } line && line.Split('\0').Take(3).Any(word => Path.GetFileName(word) == Path.GetFileName(program));
    }

    public bool Signal(int process, int signal) => Kill(process, signal) == 0;

    public void Wait(TimeSpan time) => Thread.Sleep(time);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
