using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>
/// The modes with balancers, in the whole lab: BIRD and BFD, real nodes with viphealth, 200 routers of each family that send nothing but KEEPALIVEs, and
/// probes beside them, some with MD5, that tell how long the path stood still.
/// </summary>
[Collection(nameof(FabricLab))]
public sealed class BalancedModesTests
{
    private static readonly string[] Nodes = ["land-1", "land-2", "land-3", "land-4"];

    private static readonly Probe[] Watched =
    [
        .. Enumerable.Range(1, 6).Select(number => new Probe(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.30.2.{number}")))),
        .. Enumerable.Range(1, 6).Select(number => new Probe(IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"fd00:30::2:{number}")))),
        new(IPAddress.Parse("10.30.2.14"), "key of the lab"),
        new(IPAddress.Parse("fd00:30::2:e"), "key of the lab"),
    ];

    [Theory]
    [InlineData("direct-return", 5)]
    [InlineData("direct-return-lvs", 25)]
    public async Task Balanced_MovedKilledUnpluggedAddedDrained_NoSessionIsLostButThoseOfADeadNode(string mode, int percent)
    {
        await using var lab = await FabricLab.Up(mode);
        await BalancersKnow(lab, mode, nodes: 3);
        lab.StartRouters();
        var first = await LabSessions.AllUp(lab, "the first time");
        Say(mode, "up", first);
        Assert.All(Nodes[..3], node => Assert.InRange(first[node].Count, 400 / 3.0 * (1 - (percent / 100.0)), 400 / 3.0 * (1 + (percent / 100.0))));
        await Gtsm(lab, mode);
        using var probes = await Probes.Open(lab.SpaceOf("cust"), Watched);
        await probes.Up();
        await PathMtu(lab, probes, IPAddress.Parse("10.30.2.1"));
        await PathMtu(lab, probes, IPAddress.Parse("fd00:30::2:1"));

        await Same(lab, mode, "lb-2 preferred by MED", first, probes, await Prefer(lab, "lb-2", med: 50));
        await Same(lab, mode, "lb-1 preferred again", first, probes, await Prefer(lab, "lb-1", med: 200));
        lab.Kill("lb-1");
        await Same(lab, mode, "the preferred balancer killed", first, probes, Stopwatch.StartNew());
        lab.Start("lb-1");
        await Eventually.Holds("lb-1 announces again", () => RouteIsBy(lab, "lb-1"));
        await Same(lab, mode, "and back", first, probes, Stopwatch.StartNew());

        lab.EditTree("node", "add", "land-4", "--address", "10.10.0.24", "--address", "fd00:10::24", "--mac", "02:00:00:00:00:18", "--med", "400");
        lab.SpreadTree();
        lab.Apply();
        await BalancersKnow(lab, mode, nodes: 4);
        await Same(lab, mode, "land-4 added", first, probes, Stopwatch.StartNew());
        await Same(lab, mode, "lb-2 preferred by MED after that", first, probes, await Prefer(lab, "lb-2", med: 50));

        if (mode == "direct-return-lvs")
        {
            TestContext.Current.TestOutputHelper?.WriteLine(lab.Exec("lb-2", "ipvsadm", "-Ln"));
            await Outlast(lab);
        }

        lab.Link("lb-2", up: false);
        await Same(lab, mode, mode == "direct-return" ? "no timeout is anywhere, the preferred balancer unplugged" : "idle past every timeout, the preferred balancer unplugged", first, probes, Stopwatch.StartNew());
        lab.Link("lb-2", up: true);

        lab.EditTree("node", "drain", "land-1");
        lab.SpreadTree();
        lab.Apply();
        await Same(lab, mode, "land-1 drained", first, probes, Stopwatch.StartNew());

        lab.Kill("land-2");
        var dead = Stopwatch.StartNew();
        var again = await LabSessions.AllUp(lab, "land-2 killed");
        Say(mode, $"land-2 killed, all are back after {dead.Elapsed.TotalSeconds:F1} s", again);
        Assert.Equal(first["land-1"], again["land-1"]);
        Assert.Equal(0, again["land-2"].Count);
        Assert.InRange(again["land-3"].Count, first["land-3"].Count, 400);
    }

    /// <summary>
    /// The timeouts of IPVS and its synchronisation, a thousandth as long as the rendered ones, are outlasted by sessions with nothing but KEEPALIVEs every two
    /// seconds. The other balancer has to have all of them still: a node was added, and the hash alone would place a quarter anew.
    /// </summary>
    private static async Task Outlast(FabricLab lab)
    {
        foreach (var balancer in (string[])["lb-1", "lb-2"])
        {
            lab.Exec(balancer, "ipvsadm", "--set", "7", "7", "7");
            lab.Exec(balancer, "sysctl", "-qw", "net.ipv4.vs.sync_refresh_period=1");
        }

        await Task.Delay(TimeSpan.FromSeconds(16), TestContext.Current.CancellationToken);
        var entries = lab.Exec("lb-1", "ipvsadm", "-Lnc").Split('\n').Count(line => line.Contains("ESTABLISHED", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"after twice the timeout the other balancer has {entries} sessions"));
        Assert.InRange(entries, 400, 500);
    }

    /// <summary>A router two hops away with `gtsm: 2`: IPVS takes one from the TTL and makes it three, as `fabric check` says.</summary>
    private static async Task Gtsm(FabricLab lab, string mode)
    {
        var tooFar = mode == "direct-return-lvs";
        using var far = await Probes.Open(lab.SpaceOf("cust"), [new(IPAddress.Parse("10.30.2.16"), Ttl: 255), new(IPAddress.Parse("fd00:30::2:10"), Ttl: 255)]);
        await far.Up();
        using var near = await Probes.Open(lab.SpaceOf("cust"), [new(IPAddress.Parse("10.30.2.15"), Ttl: 255), new(IPAddress.Parse("fd00:30::2:f"), Ttl: 255)]);
        await (tooFar ? Eventually.Holds("GTSM counts the balancer", () => near.Lost.Count == near.Count) : near.Up());
        var check = lab.TryFabric("lb-1", "check");
        Assert.Equal(tooFar, (check.Output + check.Error).Contains("takes one from the TTL", StringComparison.Ordinal));
    }

    /// <summary>An ICMP error about a session's packet reaches the node that has the session: its TCP sends smaller ones.</summary>
    private static Task PathMtu(FabricLab lab, Probes probes, IPAddress source) => Eventually.Holds($"the path MTU to {source} is known", () =>
    {
        probes.TellTooBig(lab.SpaceOf("rtr"), source, 1300);
        return Array.Exists(Nodes[..3], node => lab.Exec(node, "ss", "-HtinO", "dst", source.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{source}]" : $"{source}").Contains("pmtu:1300", StringComparison.Ordinal));
    });

    private static Task BalancersKnow(FabricLab lab, string mode, int nodes) => Eventually.Holds(
        $"every balancer knows {nodes} nodes as in", () => Array.TrueForAll(["lb-1", "lb-2"], balancer => NodesIn(lab, mode, balancer) == nodes));

    /// <summary>How many nodes get new sessions from a balancer, of both families.</summary>
    private static int NodesIn(FabricLab lab, string mode, string balancer) => mode == "direct-return"
        ? lab.TryExec(balancer, Path.Combine(AppContext.BaseDirectory, "pierhead"), "balance", "status", "-o", "json").Output.Split("\"state\": \"in\"").Length - 1
        : lab.TryExec(balancer, "ipvsadm", "-Ln").Output.Split('\n').Count(line => line.Contains(":179 ", StringComparison.Ordinal) && line.Contains("Route   100", StringComparison.Ordinal)) / 2;

    /// <summary>Gives lb-2 a MED in the tree, so that the router prefers a balancer; nothing is applied.</summary>
    private static async Task<Stopwatch> Prefer(FabricLab lab, string balancer, int med)
    {
        lab.EditTree("med", "lb-2", med.ToString(CultureInfo.InvariantCulture));
        lab.SpreadTree();
        await Eventually.Holds($"the router sends to {balancer}", () => RouteIsBy(lab, balancer));
        return Stopwatch.StartNew();
    }

    /// <summary>Both families, in the router's kernel.</summary>
    private static bool RouteIsBy(FabricLab lab, string balancer)
    {
        var routes = lab.Routes();
        return routes.Contains($"via 10.10.0.1{balancer[^1]} dev eth0 proto bird", StringComparison.Ordinal)
            && routes.Contains($"via fd00:10::1{balancer[^1]} dev eth0 proto bird", StringComparison.Ordinal);
    }

    /// <summary>Every session is on the node where it was, never flapped, and was answered since.</summary>
    private static async Task Same(FabricLab lab, string mode, string what, IReadOnlyDictionary<string, (int Count, int Flaps)> first, Probes probes, Stopwatch since)
    {
        await Liveness.AllAnswered(words => lab.Exec("cust", words), 400 + probes.Count, what, since);
        var now = LabSessions.Of(lab);
        Say(mode, $"{what}; longest stall {probes.Stall().TotalMilliseconds:F0} ms", now);
        Assert.Equal(first.OrderBy(node => node.Key, StringComparer.Ordinal), now.OrderBy(node => node.Key, StringComparer.Ordinal));
        Assert.Empty(probes.Lost);
        probes.Reset();
    }

    private static void Say(string mode, string what, IReadOnlyDictionary<string, (int Count, int Flaps)> sessions) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{mode}, {what}: {LabSessions.Show(sessions)}");
}
