using System.Net;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Node;

/// <summary><c>pierhead serve</c> in a namespace, on port 179, and its API there on loopback.</summary>
internal sealed class PierheadNode : IAsyncDisposable
{
    private readonly NetworkNamespace _space;
    private readonly string _folder;
    private readonly DaemonProcess _daemon;

    private PierheadNode(NetworkNamespace space, string folder, DaemonProcess daemon)
    {
        _space = space;
        _folder = folder;
        _daemon = daemon;
        Api = new PierheadApi(NamespaceSocket.HttpClient(space, new IPEndPoint(IPAddress.Loopback, 8080)));
    }

    public PierheadApi Api { get; }

    public string Log => _daemon.Output;

    public int ExitCode => _daemon.ExitCode;

    /// <summary>The executable under test: PIERHEAD_EXECUTABLE, else the one that was built with these tests.</summary>
    private static string Executable =>
        Environment.GetEnvironmentVariable("PIERHEAD_EXECUTABLE") ?? Path.Combine(AppContext.BaseDirectory, "pierhead");

    public static async Task<PierheadNode> Start(NetworkNamespace space, string folder, ConfigTree tree)
    {
        tree.WriteTo(folder);
        var node = new PierheadNode(space, folder, DaemonProcess.Start(space, Executable, ["serve", "--config", folder]));
        await Eventually.Holds("pierhead is ready", async () => node._daemon.HasExited || await node.Api.IsReady(), ready => ready);
        Assert.False(node._daemon.HasExited, node.Log);
        return node;
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

    public ValueTask DisposeAsync()
    {
        Api.Dispose();
        _daemon.Dispose();
        return ValueTask.CompletedTask;
    }
}
