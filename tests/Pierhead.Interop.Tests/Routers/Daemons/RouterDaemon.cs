using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Routers.Daemons;

/// <summary>A daemon at a site, run on a configuration that is given whole. It may be started again after it ended.</summary>
internal abstract class RouterDaemon(RouterSite site) : IAsyncDisposable
{
    private readonly List<DaemonProcess> _processes = [];
    private string _earlier = string.Empty;

    public RouterSite Site => site;

    /// <summary>What it said so far, of all its starts.</summary>
    public virtual string Log => _earlier + Output;

    protected bool HasExited => _processes.Any(process => process.HasExited);

    private string Output => string.Concat(_processes.Select(process => process.Output));

    public static RouterDaemon Create(RouterKind kind, RouterSite site) => kind switch
    {
        RouterKind.Bird => new BirdDaemon(site),
        RouterKind.Frr => new FrrDaemon(site),
        RouterKind.Gobgp => new GobgpDaemon(site),
        RouterKind.Openbgpd => new OpenbgpdDaemon(site),
        RouterKind.Exabgp => new ExabgpDaemon(site),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="restarted">Whether it is to say that it restarted (RFC 4724 section 4.1), where that is told on its command line.</param>
    public async Task Start(string configuration, bool restarted = false)
    {
        _earlier += Output;
        Dispose();
        await Launch(configuration, restarted);
        Assert.False(HasExited, Log);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        foreach (var process in _processes)
        {
            process.Kill();
        }
    }

    /// <summary>A command of its own shell, which must succeed, and what it printed.</summary>
    public abstract string Ask(params string[] words);

    /// <summary>
    /// The paths of a family that it says it announces, each by its key in the API's words: route distinguisher, prefix. Of Flowspec, whose text
    /// every daemon has its own of, one entry for each rule.
    /// </summary>
    public abstract IReadOnlyList<string> Shown(string family);

    /// <summary>Whether it says that its session to an address of the node is established.</summary>
    public abstract bool HasSession(string nodeAddress);

    /// <summary>Whether an IPv4 prefix is in its table, stale or not.</summary>
    public abstract bool Knows(string prefix);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    protected abstract Task Launch(string configuration, bool restarted);

    protected string FilePath(string name) => Path.Combine(Site.Folder, name);

    protected void Run(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        _processes.Add(DaemonProcess.Start(Site.Space, program, arguments, environment));

    private void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Dispose();
        }

        _processes.Clear();
    }
}
