using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pierhead.Interop.Tests.Network;

/// <summary>A daemon in the foreground inside a namespace. What it prints is kept, for messages of failures.</summary>
internal sealed class DaemonProcess : IDisposable
{
    private const int KeptCharacters = 200_000;

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private DaemonProcess(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary><c>ip netns exec</c> becomes the program, so signals reach the program itself.</summary>
    public static DaemonProcess Start(NetworkNamespace space, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("ip", ["netns", "exec", space.Name, program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var daemon = new DaemonProcess(Process.Start(start)!);
        daemon._process.StandardInput.Close();
        daemon._process.OutputDataReceived += daemon.Keep;
        daemon._process.ErrorDataReceived += daemon.Keep;
        daemon._process.BeginOutputReadLine();
        daemon._process.BeginErrorReadLine();
        return daemon;
    }

    /// <summary>SIGKILL to it and to what it started: nobody can say goodbye, not even a child that sees its parent go.</summary>
    public void Kill()
    {
        Command.Try("pkill", "-STOP", "-P", _process.Id.ToString(CultureInfo.InvariantCulture));
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Signal(string signal) => Command.Try("kill", $"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>SIGTERM, then how long it took to end; null when it did not end in <paramref name="limit"/>.</summary>
    public TimeSpan? Terminate(TimeSpan limit)
    {
        var started = Stopwatch.StartNew();
        Signal("TERM");
        return _process.WaitForExit(limit) ? started.Elapsed : null;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            if (line.Data is not null && _output.Length < KeptCharacters)
            {
                _output.AppendLine(line.Data);
            }
        }
    }
}
