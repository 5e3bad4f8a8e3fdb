using System.Globalization;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Routers;

/// <summary>A real BGP daemon that opens sessions to the node. It may be started again after it ended.</summary>
internal abstract class Router(RouterSite site) : IAsyncDisposable
{
    public RouterSite Site => site;

    /// <summary>What it was last started with.</summary>
    public RouterSettings Settings { get; private set; } = new();

    /// <summary>What it said so far, of all its starts.</summary>
    public abstract string Log { get; }

    public static Router Create(RouterKind kind, RouterSite site) => kind switch
    {
        RouterKind.Bird => new BirdRouter(site),
        RouterKind.Frr => new FrrRouter(site),
        RouterKind.Gobgp => new GobgpRouter(site),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public async Task Start(RouterSettings settings)
    {
        Settings = settings;
        await Start();
    }

    /// <summary>SIGKILL.</summary>
    public abstract void Kill();

    /// <summary>Shuts the session to one of the node's addresses down, with a text for the node's operator (RFC 9003).</summary>
    public abstract void ShutDown(string nodeAddress, string text);

    /// <summary>Whether it logged a NOTIFICATION from the node.</summary>
    /// <param name="text">The shutdown communication (RFC 9003) that came with it, or null for any.</param>
    public abstract bool SawNotification(int code, int subcode, string? text = null);

    /// <summary>Whether it says that its session to an address of the node is established.</summary>
    public abstract bool IsEstablished(string nodeAddress);

    public abstract ValueTask DisposeAsync();

    protected abstract Task Start();

    /// <summary>The node's addresses that it opens sessions to.</summary>
    protected IEnumerable<string> Neighbors()
    {
        if (Settings.OverIpv4)
        {
            yield return Site.NodeIpv4;
        }

        if (Settings.OverIpv6)
        {
            yield return Site.NodeIpv6;
        }
    }

    protected string FilePath(string name) => Path.Combine(Site.Folder, name);

    protected static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
