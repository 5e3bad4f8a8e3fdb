using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>
/// A site in network namespaces: a router (BIRD, whose routes are the kernel's) with customers' addresses behind it, and machines on a link with it. Each
/// machine has the same <c>fabric.yaml</c>, and a run directory of its own.
/// </summary>
internal sealed class FabricSite : IAsyncDisposable
{
    public const string Floating4 = "203.0.113.10";
    public const string Floating6 = "2001:db8:ffff::10";
    public const int Customers = 200;

    /// <summary>Routers that are watched closely: of each family two, and one with a TCP MD5 key.</summary>
    public static readonly IReadOnlyList<Probe> Watched =
    [
        .. new[] { "10.30.1.230", "10.30.1.231", "fd00:30::230", "fd00:30::231" }.Select(source => new Probe(IPAddress.Parse(source))),
        .. new[] { "10.30.1.232", "fd00:30::232" }.Select(source => new Probe(IPAddress.Parse(source), "key of the site")),
    ];

    private readonly List<FabricMachineSpace> _machines = [];
    private readonly List<DaemonProcess> _daemons = [];
    private readonly NetworkNamespace _link;

    public FabricSite()
    {
        Prerequisite.Namespaces();
        Folder = Directory.CreateTempSubdirectory("pierhead-fabric-").FullName;
        _link = NetworkNamespace.Create("link");
        _link.Ip("link", "add", "bridge", "type", "bridge", "stp_state", "0", "forward_delay", "0");
        _link.SetLink("bridge", up: true);
        Router = NetworkNamespace.Create("router");
        Join(Router, 1);
        Router.Run("sh", "-c", string.Concat(Enumerable.Range(0, Customers).Select(customer => string.Create(
            CultureInfo.InvariantCulture, $"ip addr add 10.30.1.{customer + 10}/32 dev lo; ip -6 addr add fd00:30::{customer + 0x100:x}/128 dev lo nodad; "))));
        foreach (var probe in Watched)
        {
            Router.AddAddress("lo", $"{probe.Source}/{(probe.Source.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32)}");
        }
    }

    public string Folder { get; }

    public NetworkNamespace Router { get; }

    public IReadOnlyList<FabricMachineSpace> Machines => _machines;

    public FabricMachineSpace this[string name] => _machines.Single(machine => machine.Name == name);

    /// <summary>A machine on the link: 10.10.0.HOST and fd00:10::HOST, with the hardware address that ends in HOST.</summary>
    public FabricMachineSpace Add(string name, int host)
    {
        var machine = new FabricMachineSpace(name, host, NetworkNamespace.Create(name), Path.Combine(Folder, name));
        Join(machine.Space, host);
        machine.Space.Ip("route", "add", "default", "via", "10.10.0.1");
        machine.Space.Ip("-6", "route", "add", "default", "via", "fd00:10::1");
        Directory.CreateDirectory(Path.Combine(machine.Tree, "tenants"));
        File.WriteAllText(Path.Combine(machine.Tree, "pierhead.yaml"), $"node: {name}\nbgp: {{ router_id: 192.0.2.1 }}\n");
        File.WriteAllText(
            Path.Combine(machine.Tree, "tenants", "acme.yaml"),
            "tenant: acme\nasn: 64500\ndevices:\n  - { name: keyed, addresses: [10.30.1.232, \"fd00:30::232\"], bgp: { password: \"file:secrets/keyed\" } }\naccept:\n  - { from: 10.30.0.0/16, max_sessions: 1000 }\n  - { from: \"fd00:30::/64\", max_sessions: 1000 }\n");
        Directory.CreateDirectory(Path.Combine(machine.Tree, "secrets"));
        File.WriteAllText(Path.Combine(machine.Tree, "secrets", "keyed"), "key of the site\n");
        File.SetUnixFileMode(Path.Combine(machine.Tree, "secrets", "keyed"), UnixFileMode.UserRead);
        _machines.Add(machine);
        return machine;
    }

    /// <summary>Gives every machine the same <c>fabric.yaml</c>.</summary>
    public void WriteFabric(string yaml) => _machines.ForEach(machine => File.WriteAllText(Path.Combine(machine.Tree, "fabric.yaml"), yaml));

    /// <summary>Edits it on one machine, and gives the others the same.</summary>
    public void Edit(params string[] words)
    {
        var first = _machines[0];
        first.Pierhead(["fabric", .. words, "--config", first.Tree]);
        WriteFabric(File.ReadAllText(Path.Combine(first.Tree, "fabric.yaml")));
    }

    /// <summary>A program in the background, which ends with the site.</summary>
    public DaemonProcess Start(NetworkNamespace space, string program, params string[] words)
    {
        var daemon = DaemonProcess.Start(space, program, words);
        _daemons.Add(daemon);
        return daemon;
    }

    /// <summary>BIRD on the router, with a session to each machine's address of each family.</summary>
    public void StartRouter(params FabricMachineSpace[] speakers)
    {
        var text = "router id 10.10.0.1;\nprotocol device {}\nprotocol kernel { ipv4 { export all; import none; }; }\nprotocol kernel { ipv6 { export all; import none; }; }\n"
            + "protocol bfd { interface \"eth0\" { min rx interval 100 ms; min tx interval 100 ms; multiplier 3; }; }\n"
            + string.Concat(speakers.Select(machine => string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                protocol bgp m{{machine.Host}}v4 { local 10.10.0.1 as 64512; neighbor 10.10.0.{{machine.Host}} as 64513; hold time 9; connect retry time 1; error wait time 1, 2; bfd on; ipv4 { import all; export none; }; }
                protocol bgp m{{machine.Host}}v6 { local fd00:10::1 as 64512; neighbor fd00:10::{{machine.Host}} as 64513; hold time 9; connect retry time 1; error wait time 1, 2; bfd on; ipv6 { import all; export none; }; }

                """)));
        var path = Path.Combine(Folder, "router.conf");
        File.WriteAllText(path, text);
        Start(Router, "bird", "-f", "-c", path, "-s", Path.Combine(Folder, "router.ctl"), "-P", Path.Combine(Folder, "router.pid"));
    }

    public string AskRouter(params string[] words) => Command.Run("birdc", ["-s", Path.Combine(Folder, "router.ctl"), .. words]);

    /// <summary>Routes to the floating addresses by hand, as a router without BGP would have them.</summary>
    public void RouteBy(int host)
    {
        Router.Ip("route", "replace", $"{Floating4}/32", "via", $"10.10.0.{host}", "src", "10.30.1.10");
        Router.Ip("-6", "route", "replace", $"{Floating6}/128", "via", $"fd00:10::{host}");
    }

    /// <summary>200 routers of each family, from the customers' addresses, with a few routes each.</summary>
    public void StartCustomers()
    {
        string[] table = ["--routers", "200", "--hold-time", "6", "--ipv4", "1000", "--ipv6", "200", "--slice-ipv4", "5", "--slice-ipv6", "2"];
        Start(Router, FabricMachineSpace.Executable, ["simulate", "--target", $"{Floating4}:179", "--from", "10.30.1.10", .. table]);
        Start(Router, FabricMachineSpace.Executable, ["simulate", "--target", $"[{Floating6}]:179", "--from", "fd00:30::100", .. table]);
    }

    /// <summary>Sessions of each machine that runs a node, by family, and how often they flapped.</summary>
    public IReadOnlyDictionary<string, (int IPv4, int IPv6, int Flaps)> Sessions() => _machines.Where(machine => machine.Node is not null).ToDictionary(
        machine => machine.Name, machine => machine.Sessions());

    public static string Show(IReadOnlyDictionary<string, (int IPv4, int IPv6, int Flaps)> sessions) =>
        string.Join(", ", sessions.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Key} {row.Value.IPv4}+{row.Value.IPv6}")));

    /// <summary>Waits until all customers have a session.</summary>
    public Task<IReadOnlyDictionary<string, (int IPv4, int IPv6, int Flaps)>> AllUp(string what, int seconds = 60) =>
        Eventually.Holds($"{what}: 200 + 200 sessions", () => Task.FromResult(Sessions()), all => all.Sum(row => row.Value.IPv4) == Customers && all.Sum(row => row.Value.IPv6) == Customers, seconds);

    /// <summary>What a kill -9 of a whole machine is to others: its link is down, and nothing on it runs.</summary>
    public void KillMachine(FabricMachineSpace machine)
    {
        _link.SetLink(LinkOf(machine.Host), up: false);
        foreach (var process in Command.Try("ip", "netns", "pids", machine.Space.Name).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Command.Try("kill", "-9", process);
        }

        machine.Node = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed || TestContext.Current.TestState is null)
        {
            foreach (var log in Directory.GetFiles(Folder, "*.log", SearchOption.AllDirectories))
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"--- {log}\n{string.Join('\n', File.ReadLines(log).TakeLast(30))}");
            }

            foreach (var daemon in _daemons)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"--- a daemon\n{string.Join('\n', daemon.Output.Split('\n').TakeLast(20))}");
            }
        }

        _daemons.ForEach(daemon => daemon.Dispose());
        foreach (var space in _machines.Select(machine => machine.Space).Append(Router).Append(_link))
        {
            space.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
        await Task.CompletedTask;
    }

    private static string LinkOf(int host) => string.Create(CultureInfo.InvariantCulture, $"m{host}");

    private void Join(NetworkNamespace space, int host)
    {
        space.Run("sysctl", "-qw", "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0");
        _link.Connect(LinkOf(host), space, "eth0");
        space.Ip("link", "set", "dev", "eth0", "address", string.Create(CultureInfo.InvariantCulture, $"02:00:00:00:00:{host:x2}"));
        space.AddAddress("eth0", string.Create(CultureInfo.InvariantCulture, $"10.10.0.{host}/24"));
        space.AddAddress("eth0", string.Create(CultureInfo.InvariantCulture, $"fd00:10::{host}/64"));
        space.SetLink("eth0", up: true);
        _link.Ip("link", "set", "dev", LinkOf(host), "master", "bridge");
        _link.SetLink(LinkOf(host), up: true);
    }
}

/// <summary>A machine of the site.</summary>
internal sealed class FabricMachineSpace(string name, int host, NetworkNamespace space, string folder)
{
    public static string Executable => Environment.GetEnvironmentVariable("PIERHEAD_EXECUTABLE") ?? Path.Combine(AppContext.BaseDirectory, "pierhead");

    public string Name => name;

    public int Host => host;

    public NetworkNamespace Space => space;

    public string Tree => Path.Combine(folder, "etc");

    public string Run => Path.Combine(folder, "run");

    /// <summary>The landing node that runs there; null where none does.</summary>
    public DaemonProcess? Node { get; set; }

    /// <summary>A command of ours that must succeed.</summary>
    public string Pierhead(params string[] words) => space.Run(Executable, words);

    public (int Code, string Output, string Error) Try(params string[] words) => space.Try(Executable, words);

    public string Apply() => Pierhead("fabric", "apply", "--config", Tree, "--machine", name, "--run", Run);

    public string SetVip(params string[] words) => Pierhead(["vipcontrol", "set", "--run", Run, .. words]);

    /// <summary>The number of a daemon that apply started.</summary>
    public int ProcessOf(string daemon) => int.Parse(File.ReadAllText(Path.Combine(Run, $"{daemon}.pid")), CultureInfo.InvariantCulture);

    public (int IPv4, int IPv6, int Flaps) Sessions()
    {
        var (code, output, _) = Try("sessions", "-o", "json", "--state", "established", "--limit", "1000");
        if (code != 0)
        {
            return default;
        }

        var items = JsonDocument.Parse(output).RootElement.GetProperty("items").EnumerateArray().ToList();
        var ipv6 = items.Count(item => item.GetProperty("address").GetString()!.Contains(':', StringComparison.Ordinal));
        return (items.Count - ipv6, ipv6, items.Sum(item => item.GetProperty("flaps").GetInt32()));
    }
}
