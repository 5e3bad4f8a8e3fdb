using System.Globalization;
using System.Net;
using System.Text;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>
/// A router, two balancers and landing nodes on one segment, each in a namespace of its own. Customers' addresses are the router's own; one
/// customer is behind a link that takes packets of 1300 octets only.
/// </summary>
internal sealed class BalanceLab : IDisposable
{
    public const string Floating4 = "10.20.0.1";
    public const string Floating6 = "fd00:20::1";
    public const int BgpPort = 179;
    public const int FlowPort = 2055;
    public const int Devices = 200;

    private readonly string _folder = Directory.CreateTempSubdirectory("pierhead-balance-").FullName;
    private readonly List<NetworkNamespace> _spaces = [];
    private readonly NetworkNamespace _segment;

    /// <param name="nodes">Landing nodes.</param>
    /// <param name="inTree">How many of them the tree knows at first.</param>
    public BalanceLab(int nodes = 3, int? inTree = null)
    {
        Prerequisite.Namespaces();
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        try
        {
            _segment = AddSpace("sw");
            _segment.Ip("link", "add", "br0", "type", "bridge");
            _segment.SetLink("br0", up: true);
            Router = AddMember("rtr", 1);
            Customer = AddSpace("cli");
            PrepareRouter();
            WriteTree(inTree ?? nodes);
            Nodes = [.. Enumerable.Range(1, nodes).Select(AddNode)];
            Balancers = [AddBalancer(1), AddBalancer(2)];
            RouteBy(1);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public NetworkNamespace Router { get; }

    /// <summary>Behind the narrow link, at 10.40.0.2 and fd00:40::2 (a device), 10.40.0.3 and fd00:40::3 (a stranger of an accepted range).</summary>
    public NetworkNamespace Customer { get; }

    public IReadOnlyList<LandingNode> Nodes { get; } = [];

    public IReadOnlyList<BalancerUnderTest> Balancers { get; } = [];

    /// <summary>Both addresses of each device.</summary>
    public static IEnumerable<IPAddress> Known => Enumerable.Range(1, Devices).SelectMany(number => new[] { Source("10.30.0.", number), Source("fd00:30::", number) });

    public static IEnumerable<IPAddress> Unknown(int from, int count) =>
        Enumerable.Range(from, count).SelectMany(number => new[] { Source("10.31.0.", number), Source("fd00:31::", number) });

    public static string DeviceOf(IPAddress source)
    {
        var text = source.ToString();
        return text.StartsWith("10.30.0.", StringComparison.Ordinal) ? $"r{text[8..]}"
            : text.StartsWith("fd00:30::", StringComparison.Ordinal) ? $"r{int.Parse(text[9..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)}"
            : text is "10.40.0.2" or "fd00:40::2" ? "narrow"
            : text;
    }

    /// <summary>The router sends to a balancer, as it does when that one's MED is the lowest.</summary>
    public void RouteBy(int balancer)
    {
        Router.Ip("route", "replace", $"{Floating4}/32", "via", $"10.10.0.1{balancer}");
        Router.Ip("-6", "route", "replace", $"{Floating6}/128", "via", $"fd00:10::1{balancer}");
    }

    public Task UntilUp() => Eventually.Holds("both balancers announce", () => Balancers.All(balancer => balancer.IsUp == true));

    /// <summary>Whether a node's report is in the pins: what it holds by then.</summary>
    public Task UntilReported(int sessions) => Eventually.Holds(
        $"{sessions} sessions are reported to both balancers",
        () => Balancers.All(balancer => balancer.Status().GetProperty("nodes").EnumerateArray().Sum(node => node.GetProperty("sessionsHeld").GetInt32()) == sessions));

    public LandingNode HolderOf(IPAddress source) => Nodes.Single(node => node.Holds.Contains(source));

    /// <summary>Writes the tree with the first <paramref name="nodes"/> nodes.</summary>
    public void WriteTree(int nodes)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "tenants"));
        File.WriteAllText(Path.Combine(_folder, "pierhead.yaml"), """
            node: lb-1
            bgp: { listen: ["0.0.0.0:179", "[::]:179"], router_id: 10.20.0.1 }
            api: { listen: ["127.0.0.1:8080"] }

            """);
        var fabric = new StringBuilder($$"""
            fabric:
              mode: direct-return
              addresses: [{{Floating4}}, "{{Floating6}}"]
              announce: { asn: 64513, router: { asn: 64512, addresses: [10.10.0.1, "fd00:10::1"] }, bfd: { interval: 100ms, multiplier: 3 } }
              health: { every: 200ms, fall: 2, rise: 2 }
              balancers:
                - { name: lb-1, addresses: [10.10.0.11, "fd00:10::11"], interface: eth0, mac: "02:00:00:00:00:11", med: 100 }
                - { name: lb-2, addresses: [10.10.0.12, "fd00:10::12"], interface: eth0, mac: "02:00:00:00:00:12", med: 200 }
              nodes:

            """);
        foreach (var number in Enumerable.Range(1, nodes))
        {
            fabric.Append(
                CultureInfo.InvariantCulture,
                $"    - {{ name: land-{number}, addresses: [10.10.0.2{number}, \"fd00:10::2{number}\"], interface: eth0, mac: \"02:00:00:00:00:2{number}\", weight: 100 }}\n");
        }

        File.WriteAllText(Path.Combine(_folder, "fabric.yaml"), fabric.ToString());
        File.WriteAllText(Path.Combine(_folder, "tenants", "acme.yaml"), Tenant());
    }

    public void Dispose()
    {
        foreach (var balancer in Balancers)
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{balancer.Name}:\n{balancer.Log}");
            }

            balancer.Dispose();
        }

        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        foreach (var space in _spaces)
        {
            space.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string Tenant()
    {
        var text = new StringBuilder("tenant: acme\nasn: 64500\ndevices:\n");
        foreach (var number in Enumerable.Range(1, Devices))
        {
            Device($"r{number}", Source("10.30.0.", number), Source("fd00:30::", number));
        }

        Device("narrow", IPAddress.Parse("10.40.0.2"), IPAddress.Parse("fd00:40::2"));
        text.Append("accept:\n");
        foreach (var range in new[] { "10.31.0.0/16", "fd00:31::/64", "10.40.0.0/24", "fd00:40::/64" })
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ from: \"{range}\", max_sessions: 1000, bgp: {{ families: [ipv4, ipv6] }} }}\n");
        }

        return text.ToString();

        void Device(string name, IPAddress one, IPAddress other) => text.Append(
            CultureInfo.InvariantCulture, $"  - name: {name}\n    addresses: [\"{one}\", \"{other}\"]\n    bgp: {{ families: [ipv4, ipv6] }}\n");
    }

    private static IPAddress Source(string prefix, int number) =>
        IPAddress.Parse(prefix + number.ToString(prefix.Contains(':', StringComparison.Ordinal) ? "x" : "d", CultureInfo.InvariantCulture));

    private NetworkNamespace AddSpace(string role)
    {
        var space = NetworkNamespace.Create(role);
        _spaces.Add(space);
        return space;
    }

    /// <summary>A machine on the segment; its number is in all of its addresses.</summary>
    private NetworkNamespace AddMember(string role, int number)
    {
        var space = AddSpace(role);
        var port = $"p{number}";
        space.Connect("eth0", _segment, port);
        space.Ip("link", "set", "dev", "eth0", "address", $"02:00:00:00:00:{number:d2}");
        space.AddAddress("eth0", $"10.10.0.{number}/24");
        space.AddAddress("eth0", $"fd00:10::{number}/64");
        space.SetLink("eth0", up: true);
        _segment.Ip("link", "set", "dev", port, "master", "br0");
        _segment.SetLink(port, up: true);
        return space;
    }

    private void PrepareRouter()
    {
        Router.Run(
            "sysctl", "-q", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1", "net.ipv6.ip_nonlocal_bind=1", "net.ipv4.conf.all.rp_filter=0",
            "net.ipv4.conf.eth0.rp_filter=0");
        Router.Ip("route", "add", "local", "10.30.0.0/15", "dev", "lo");
        Router.Ip("-6", "route", "add", "local", "fd00:30::/31", "dev", "lo");
        Router.Connect("narrow", Customer, "eth0");
        Router.Ip("link", "set", "dev", "narrow", "mtu", "1300");
        Router.AddAddress("narrow", "10.40.0.1/24");
        Router.AddAddress("narrow", "fd00:40::1/64");
        foreach (var host in new[] { 2, 3 })
        {
            Customer.AddAddress("eth0", $"10.40.0.{host}/24");
            Customer.AddAddress("eth0", $"fd00:40::{host}/64");
        }

        Router.SetLink("narrow", up: true);
        Customer.SetLink("eth0", up: true);
        AddDefaultRoute(Customer, "10.40.0.1", "fd00:40::1");
    }

    private LandingNode AddNode(int number)
    {
        var space = AddMember($"n{number}", 20 + number);
        space.AddAddress("lo", $"{Floating4}/32");
        space.AddAddress("lo", $"{Floating6}/128");
        AddDefaultRoute(space, "10.10.0.1", "fd00:10::1");
        return new LandingNode($"land-{number}", space, $"10.10.0.2{number}", DeviceOf);
    }

    private BalancerUnderTest AddBalancer(int number) =>
        new($"lb-{number}", AddMember($"lb{number}", 10 + number), _folder, Path.Combine(_folder, $"run{number}"));

    private static void AddDefaultRoute(NetworkNamespace space, string via4, string via6)
    {
        space.Ip("route", "add", "default", "via", via4);
        space.Ip("-6", "route", "add", "default", "via", via6);
    }
}
