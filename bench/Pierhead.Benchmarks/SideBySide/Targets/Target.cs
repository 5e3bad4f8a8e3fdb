using System.Diagnostics;

namespace Pierhead.Benchmarks.SideBySide.Targets;

/// <summary>What is measured: a daemon in the lab, asked through its own interface.</summary>
internal abstract class Target : IDisposable
{
    private readonly List<Process> _processes = [];

    protected Target() => Folder = Directory.CreateTempSubdirectory("pierhead-bench-").FullName;

    /// <summary>Its name in the results.</summary>
    public abstract string Name { get; }

    /// <summary>The version that it says it is.</summary>
    public abstract string Version { get; }

    /// <summary>Up to how many neighbours each has lines of its own in the configuration; past it they come out of a range.</summary>
    public const int ListedRouters = 32;

    protected string Folder { get; }

    /// <summary>Bytes of VmRSS of all its processes.</summary>
    public long Resident => _processes.Sum(process => ProcessTree.Resident(process.Id));

    public double ProcessorSeconds => _processes.Sum(process => ProcessTree.ProcessorSeconds(process.Id));

    public bool IsAlive => _processes.Count > 0 && _processes.TrueForAll(process => ProcessTree.IsAlive(process.Id));

    /// <summary>Whether the program is on this machine.</summary>
    public abstract bool IsInstalled { get; }

    // In /proc/PID/net/tcp: local port 179, no remote one, state LISTEN.
    private bool Listens => _processes.Exists(process =>
        File.Exists($"/proc/{process.Id}/net/tcp") && File.ReadAllText($"/proc/{process.Id}/net/tcp").Contains(":00B3 00000000:0000 0A", StringComparison.Ordinal));

    /// <summary>Starts it; when this returns it listens, and answers.</summary>
    /// <param name="routers">The addresses that will connect.</param>
    public async Task StartAsync(IReadOnlyList<string> routers)
    {
        Launch(routers);
        var started = Stopwatch.GetTimestamp();
        while (await HeldAsync() is not 0 || !Listens || !await IsReadyAsync())
        {
            if (!IsAlive || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
            {
                throw new TargetException($"does not start: {LastWords()}");
            }

            await Task.Delay(100);
        }
    }

    /// <summary>kill -9, and another start over the same files.</summary>
    public void Restart(IReadOnlyList<string> routers)
    {
        End();
        Launch(routers);
    }

    /// <summary>Whether it says that it takes connections; one that does not tell is taken at its listening.</summary>
    protected virtual Task<bool> IsReadyAsync() => Task.FromResult(true);

    /// <summary>Routes that it says it holds, of both families and all routers; null when it does not answer.</summary>
    public abstract Task<long?> HeldAsync();

    /// <summary>Whether it finds routes of a prefix.</summary>
    public abstract Task<bool> KnowsAsync(string prefix);

    public virtual void Dispose()
    {
        End();
        Directory.Delete(Folder, recursive: true);
    }

    private void End()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        _processes.Clear();
    }

    private string LastWords() => Directory.GetFiles(Folder, "*.log")
        .SelectMany(File.ReadLines).LastOrDefault(line => line.Length != 0) ?? "without a word";

    protected abstract void Launch(IReadOnlyList<string> routers);

    protected string FilePath(string name) => Path.Combine(Folder, name);

    protected void Run(string program, params string[] words) =>
        _processes.Add(Shell.Start(FilePath($"{Path.GetFileName(program)}.log"), "ip", ["netns", "exec", Lab.Node, program, .. words]));

    /// <summary>Runs its own client in the lab.</summary>
    protected static Task<string?> AskAsync(string program, params string[] words) => Task.Run(() =>
    {
        var (code, output, _) = Shell.Try("ip", ["netns", "exec", Lab.Node, program, .. words]);
        return code == 0 ? output : null;
    });
}
