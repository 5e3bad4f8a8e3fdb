using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pierhead.Fabric.Applying;

/// <summary>How a running daemon takes another configuration.</summary>
public enum DaemonReload
{
    /// <summary>It is ended and started again.</summary>
    Restart,

    /// <summary>SIGHUP.</summary>
    HangUp,

    /// <summary>SIGUSR1.</summary>
    UserSignal,

    /// <summary><c>configure</c> by BIRD's client.</summary>
    BirdConfigure,
}

/// <summary>A daemon of others that runs with a rendered configuration. Its pid, log, and what it was started with are in the run directory.</summary>
/// <param name="Program">The file's name, found by PATH.</param>
/// <param name="Environment">Variables that it gets, as NAME=VALUE.</param>
/// <param name="Configuration">The text of its files: when it changes the daemon is told.</param>
/// <param name="Run">Absolute path of the run directory.</param>
public sealed record DaemonResource(
    string Name, string Program, ImmutableArray<string> Arguments, ImmutableArray<string> Environment, string Configuration, DaemonReload Reload, string Run)
    : Resource
{
    private const int SignalHangUp = 1;
    private const int SignalKill = 9;
    private const int SignalUser = 10;
    private const int SignalTerminate = 15;
    private const int Looks = 100;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public override string Key => $"daemon {Name}";

    public override string Words => $"run {Name}";

    private string PidPath => $"{Run}/{Name}.pid";

    private string StatePath => $"{Run}/{Name}.started";

    private string LogPath => $"{Run}/{Name}.log";

    private string CommandLine => string.Join(' ', [.. Environment, Program, .. Arguments]);

    private string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{CommandLine}\n{Configuration}")));

    public bool Equals(DaemonResource? other) =>
        other is not null && (Name, Program, Configuration, Reload, Run) == (other.Name, other.Program, other.Configuration, other.Reload, other.Run)
        && Arguments.SequenceEqual(other.Arguments) && Environment.SequenceEqual(other.Environment);

    public override int GetHashCode() => HashCode.Combine(Name, Program, Configuration, Reload, Run);

    public override bool IsInPlace(IMachineSystem system) => Alive(system) is not null && system.Read(StatePath) == $"{CommandLine}\n{Digest}";

    public override string? Put(IMachineSystem system)
    {
        var process = Alive(system);
        if (process is { } running && Reload != DaemonReload.Restart && system.Read(StatePath)?.StartsWith($"{CommandLine}\n", StringComparison.Ordinal) == true)
        {
            Tell(system, running);
        }
        else
        {
            Stop(system, process);
            Start(system);
        }

        system.Write(StatePath, $"{CommandLine}\n{Digest}", Readable);
        return null;
    }

    public override void Remove(IMachineSystem system, string? before)
    {
        Stop(system, Alive(system));
        system.Delete(PidPath);
        system.Delete(StatePath);
    }

    private void Start(IMachineSystem system)
    {
        // It outlives us, in a session of its own; the shell becomes the daemon, so its number is the daemon's.
        system.Delete(PidPath);
        const string Script = "echo $$ >\"$1\"; log=$2; shift 2; exec env \"$@\" >>\"$log\" 2>&1 </dev/null";
        Must(system, Words, "setsid", ["-f", "sh", "-c", Script, "sh", PidPath, LogPath, .. Environment, Program, .. Arguments]);
        var steady = 0;
        for (var look = 0; look < Looks && steady < 5; look++)
        {
            system.Wait(Pause);
            steady = Alive(system) is null ? 0 : steady + 1;
        }

        if (steady == 0)
        {
            var log = system.Read(LogPath)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
            throw new StepFailedException($"{Words}: it ended at once: {(log.Length == 0 ? "without a word" : string.Join("; ", log.TakeLast(3)))} (see {LogPath})");
        }
    }

    private void Tell(IMachineSystem system, int process)
    {
        switch (Reload)
        {
            case DaemonReload.HangUp:
                system.Signal(process, SignalHangUp);
                break;
            case DaemonReload.UserSignal:
                system.Signal(process, SignalUser);
                break;
            default:
                var output = Must(system, $"reconfigure {Name}", "birdc", "-s", $"{Run}/bird.ctl", "configure");
                if (!output.Contains("Reconfigur", StringComparison.Ordinal))
                {
                    throw new StepFailedException($"reconfigure {Name}: {output.Trim().ReplaceLineEndings("; ")}");
                }

                break;
        }
    }

    private void Stop(IMachineSystem system, int? process)
    {
        if (process is not { } number)
        {
            return;
        }

        system.Signal(number, SignalTerminate);
        for (var look = 0; look < Looks && system.IsRunning(number, Program); look++)
        {
            system.Wait(Pause);
        }

        if (system.IsRunning(number, Program))
        {
            system.Signal(number, SignalKill);
            system.Wait(Pause);
        }
    }

    private int? Alive(IMachineSystem system) =>
        int.TryParse(system.Read(PidPath), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var process) && system.IsRunning(process, Program)
            ? process
            : null;
}
