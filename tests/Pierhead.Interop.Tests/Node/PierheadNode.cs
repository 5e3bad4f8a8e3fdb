using System.Net;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Node;

/// <summary><c>pierhead serve</c> in a namespace, on port 179, and its API there on loopback.</summary>
internal sealed class PierheadNode : IAsyncDisposable
{
    private readonly NetworkNamespace _space;
    private readonly string _folder;
    private readonly string[] _arguments;
    private DaemonProcess _daemon;
    private string _earlier = string.Empty;

    private PierheadNode(NetworkNamespace space, string folder, string[] arguments)
    {
        _space = space;
        _folder = folder;
        _arguments = arguments;
        _daemon = DaemonProcess.Start(space, Executable, arguments);
        Api = new PierheadApi(NamespaceSocket.HttpClient(space, new IPEndPoint(IPAddress.Loopback, 8080)));
    }

    public PierheadApi Api { get; }

    /// <summary>What it said so far, of all its starts.</summary>
    public string Log => _earlier + _daemon.Output;

    public int ExitCode => _daemon.ExitCode;

    /// <summary>The executable under test: PIERHEAD_EXECUTABLE, else the one that was built with these tests.</summary>
    private static string Executable =>
        Environment.GetEnvironmentVariable("PIERHEAD_EXECUTABLE") ?? Path.Combine(AppContext.BaseDirectory, "pierhead");

    /// <param name="announcements">What <c>serve --announce</c> is to announce, or null.</param>
    public static async Task<PierheadNode> Start(NetworkNamespace space, string folder, ConfigTree tree, string? announcements = null)
    {
        tree.WriteTo(folder);
        string[] arguments = ["serve", "--config", folder];
        if (announcements is not null)
        {
            var file = Path.Combine(folder, "announcements");
            await File.WriteAllTextAsync(file, announcements);
            arguments = [.. arguments, "--announce", file];
        }

        var node = new PierheadNode(space, folder, arguments);
        await node.UntilReady();
        return node;
    }

    /// <summary>Starts it again after it ended.</summary>
    public async Task Restart()
    {
        _earlier = Log;
        _daemon.Dispose();
        _daemon = DaemonProcess.Start(_space, Executable, _arguments);
        await UntilReady();
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _daemon.Kill();

    /// <summary>SIGQUIT: it is to be gone at once, without a NOTIFICATION.</summary>
    public async Task Quit()
    {
        _daemon.Signal("QUIT");
        await Eventually.Holds("pierhead has ended", () => _daemon.HasExited);
        Assert.Equal(0, _daemon.ExitCode);
    }

    /// <summary>Writes another tree, and has it applied by <c>pierhead reload</c>, which must succeed.</summary>
    public void Reload(ConfigTree tree)
    {
        tree.WriteTo(_folder);
        _space.Run(Executable, "reload");
    }

    /// <summary>An operator command, which must succeed.</summary>
    public string Operate(params string[] words) => _space.Run(Executable, words);

    /// <summary>SIGTERM; how long it took to end, or null when it outlived <paramref name="limit"/>.</summary>
    public TimeSpan? Terminate(TimeSpan limit) => _daemon.Terminate(limit);

    private async Task UntilReady()
    {
        await Eventually.Holds("pierhead is ready", async () => _daemon.HasExited || await Api.IsReady(), ready => ready);
        Assert.False(_daemon.HasExited, Log);
    }

    public ValueTask DisposeAsync()
    {
        Api.Dispose();
        _daemon.Dispose();
        return ValueTask.CompletedTask;
    }
}
