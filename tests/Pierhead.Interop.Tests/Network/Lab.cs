using System.Globalization;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;
using Pierhead.Interop.Tests.Routers.Daemons;

namespace Pierhead.Interop.Tests.Network;

/// <summary>
/// One landing node and some routers, each in a namespace of its own and on a link of its own to the node. Addresses exist only inside,
/// so labs side by side use the same ones. When a test failed, disposing the lab shows every log.
/// </summary>
internal sealed class Lab : IAsyncDisposable
{
    public const string LandDevice = "land";

    private const string FolderPrefix = "pierhead-interop-";

    private readonly List<IAsyncDisposable> _daemons = [];
    private readonly List<NetworkNamespace> _spaces = [];
    private readonly List<(string Title, Func<string> Text)> _logs = [];
    private int _links;

    public Lab()
    {
        Prerequisite.Namespaces();
        RemoveStaleFolders();
        Folder = Directory.CreateTempSubdirectory($"{FolderPrefix}{Environment.ProcessId}-").FullName;

        // Some daemons give up root, and write beside their configuration.
        Open(Folder);
        Land = AddSpace(LandDevice);
    }

    /// <summary>Configurations, sockets and logs; removed at the end.</summary>
    public string Folder { get; }

    /// <summary>The namespace of the landing node.</summary>
    public NetworkNamespace Land { get; }

    /// <summary>A namespace for a router, linked to the node.</summary>
    public RouterSite AddSite(string name)
    {
        var space = AddSpace(name);
        var number = ++_links;
        var site = new RouterSite(name, space, Land, number, Subfolder(name));
        Land.Connect(site.LandDevice, space, RouterSite.Device);
        Land.AddAddress(site.LandDevice, $"{site.NodeIpv4}/24");
        Land.AddAddress(site.LandDevice, $"{site.NodeIpv6}/64");
        space.AddAddress(RouterSite.Device, $"{site.Ipv4}/24");
        space.AddAddress(RouterSite.Device, $"{site.Ipv6}/64");
        SetLinkLocal(Land, site.LandDevice, "fe80::1");
        SetLinkLocal(space, RouterSite.Device, "fe80::2");
        Land.SetLink(site.LandDevice, up: true);
        space.SetLink(RouterSite.Device, up: true);
        return site;
    }

    /// <summary>A router on a link of its own, not yet started.</summary>
    public Router AddRouter(RouterKind kind, string name)
    {
        var router = Router.Create(kind, AddSite(name));
        _daemons.Add(router);
        _logs.Add(($"{kind} {name}", () => router.Log));
        return router;
    }

    /// <summary>A daemon whose configuration the test gives, on a link of its own, not yet started.</summary>
    public RouterDaemon AddDaemon(RouterKind kind, string name)
    {
        var daemon = RouterDaemon.Create(kind, AddSite(name));
        _daemons.Add(daemon);
        _logs.Add(($"{kind} {name}", () => daemon.Log));
        return daemon;
    }

    /// <summary>A second daemon at the place of another, which feeds it from an address of its own.</summary>
    public RouterDaemon AddFeeder(RouterDaemon fed, string address)
    {
        fed.Site.Space.AddAddress(RouterSite.Device, $"{address}/24");
        var daemon = RouterDaemon.Create(RouterKind.Exabgp, fed.Site with { Folder = Subfolder($"{fed.Site.Name}-feeder") });
        _daemons.Add(daemon);
        _logs.Add(($"feeder of {fed.Site.Name}", () => daemon.Log));
        return daemon;
    }

    /// <summary>Starts Pierhead on a tree, and waits until it is ready.</summary>
    public async Task<PierheadNode> StartPierhead(ConfigTree tree, string? announcements = null)
    {
        var node = await PierheadNode.Start(Land, Subfolder("etc"), tree, announcements);
        _daemons.Add(node);
        _logs.Add(("pierhead", () => node.Log));
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed || TestContext.Current.TestState is null)
        {
            foreach (var (title, text) in _logs)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(Tail(title, text()));
            }
        }

        foreach (var daemon in Enumerable.Reverse(_daemons))
        {
            await daemon.DisposeAsync();
        }

        foreach (var space in _spaces)
        {
            space.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    // The kernel's own link-local address is of no use until duplicate address detection is over, and FRR waits for one.
    private static void SetLinkLocal(NetworkNamespace space, string device, string address)
    {
        space.Ip("link", "set", "dev", device, "addrgenmode", "none");
        space.AddAddress(device, $"{address}/64");
    }

    private static void RemoveStaleFolders()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{FolderPrefix}*"))
        {
            if (Leftover.IsOfDeadProcess(Path.GetFileName(folder), FolderPrefix))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static string Tail(string title, string log)
    {
        var lines = log.Split('\n');
        return string.Create(CultureInfo.InvariantCulture, $"--- {title}, {lines.Length} lines\n{string.Join('\n', lines.TakeLast(40))}");
    }

    private static void Open(string folder) => File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);

    private NetworkNamespace AddSpace(string role)
    {
        var space = NetworkNamespace.Create(role);
        _spaces.Add(space);
        return space;
    }

    private string Subfolder(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        Open(folder);
        return folder;
    }
}
