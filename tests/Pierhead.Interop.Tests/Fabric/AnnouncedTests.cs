using System.Diagnostics;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>The announced modes with real nodes, real speakers, a real router, and 200 routers of each family behind it.</summary>
public sealed class AnnouncedTests
{
    [Fact]
    public async Task AnnouncedHash_MovedAddedDrained_SessionsStayWhereTheyAre()
    {
        await using var site = new FabricSite();
        var (one, two) = (site.Add("land-1", 21), site.Add("land-2", 22));
        await Begin(site, "announced-hash", one, two);
        var first = await site.AllUp("two nodes");
        Say("two nodes", first);
        Assert.All(first.Values, node => Assert.InRange(node.IPv4, 75, 125));
        Assert.All(first.Values, node => Assert.InRange(node.IPv6, 75, 125));
        using var probes = await Watch(site);
        first = site.Sessions();
        await Same(site, "the landing node moved by MED", first, await MoveTo(site, two), probes);

        var three = site.Add("land-3", 23);
        site.Edit("node", "add", "land-3", "--address", "10.10.0.23", "--address", "fd00:10::23", "--mac", "02:00:00:00:00:17", "--med", "300");
        StartNode(site, three);
        foreach (var machine in site.Machines)
        {
            var said = machine.Apply();
            TestContext.Current.TestOutputHelper?.WriteLine(said);
            Assert.Contains(machine == three ? "nothing is applied" : "of all sources; established sessions stay", said, StringComparison.Ordinal);
        }

        await Same(site, "a node added", first, Stopwatch.StartNew(), probes);
        await Up(three);
        await Same(site, "the landing node moved to the new one", first, await MoveTo(site, three), probes);

        site.Edit("node", "drain", "land-1");
        foreach (var machine in site.Machines)
        {
            machine.Apply();
        }

        await Same(site, "a node drained", first, Stopwatch.StartNew(), probes);
    }

    /// <summary>Nobody does anything about what dies: viphealth on the others sees it.</summary>
    [Theory]
    [InlineData("announced-hash")]
    [InlineData("announced-mask")]
    public async Task Announced_NodeAndLandingNodeDie_SessionsReturnElsewhereAndOthersStay(string mode)
    {
        await using var site = new FabricSite();
        var (one, two, three) = (site.Add("land-1", 21), site.Add("land-2", 22), site.Add("land-3", 23));
        await Begin(site, mode, one, two, three);
        var first = await site.AllUp("three nodes");
        Say("three nodes", first);
        using (var probes = await Watch(site))
        {
            await Same(site, "the landing node moved by MED", site.Sessions(), await MoveTo(site, two), probes);
        }

        await Eventually.Holds("the probes are gone", () => site.Sessions().Sum(node => node.Value.IPv4 + node.Value.IPv6) == 2 * FabricSite.Customers);
        first = site.Sessions();

        three.Node!.Kill();
        var dead = Stopwatch.StartNew();
        three.Node = null;
        var again = await site.AllUp("land-3 is dead");
        Say($"kill -9 of land-3's node, all are back after {dead.Elapsed.TotalSeconds:F1} s", again);
        Assert.All(again, node => Assert.Equal(first[node.Key].Flaps, node.Value.Flaps));
        Assert.All(again, node => Assert.InRange(node.Value.IPv4, first[node.Key].IPv4, FabricSite.Customers));
        Assert.Contains("land-3 (out)", one.Try("fabric", "status", "--config", one.Tree, "--machine", one.Name, "--run", one.Run).Output, StringComparison.Ordinal);
        Assert.Contains("nothing to change", one.Apply(), StringComparison.Ordinal);

        three.Node = site.Start(three.Space, FabricMachineSpace.Executable, "serve", "--config", three.Tree);
        await Eventually.Holds("land-3 is back for the others", () => site.Machines.All(machine => !Kept(machine, "absent.json").Contains("land-3", StringComparison.Ordinal)));
        if (mode == "announced-hash")
        {
            await Same(site, "land-3 is back", again, Stopwatch.StartNew());
        }
        else
        {
            Say("land-3 is back, and its bits are its own again", await site.AllUp("land-3 is back"));
        }

        await Grow(site, mode);
        site.KillMachine(two);
        dead.Restart();
        await Eventually.Holds("the router sends to another node", () => LandsOn(site) is { } host && host != two.Host);
        var answered = dead.Elapsed.TotalSeconds;
        again = await site.AllUp("the landing machine is dead");
        Say($"the landing machine killed and unplugged: the address answers after {answered:F1} s, all are back after {dead.Elapsed.TotalSeconds:F1} s", again);
        Assert.Contains("land-2 (not reached)", one.Try("fabric", "status", "--config", one.Tree, "--machine", one.Name, "--run", one.Run).Output, StringComparison.Ordinal);
    }

    /// <summary>A fourth node: what moves is said before it does.</summary>
    private static async Task Grow(FabricSite site, string mode)
    {
        var four = site.Add("land-4", 24);
        site.Edit("node", "add", "land-4", "--address", "10.10.0.24", "--address", "fd00:10::24", "--mac", "02:00:00:00:00:18", "--med", "400");
        var one = site["land-1"];
        var said = one.Try("fabric", "diff", "--config", one.Tree, "--machine", one.Name, "--run", one.Run).Output;
        var moves = said.Split('\n').Where(line => line.Contains(" to land-4: ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(moves);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', moves));
        Assert.All(moves, move => Assert.Contains(mode == "announced-mask" ? "their sessions are reset" : "established sessions stay", move, StringComparison.Ordinal));
        StartNode(site, four);
        foreach (var machine in site.Machines)
        {
            machine.Apply();
        }

        await Up(four);
        Say("land-4 added", await site.AllUp("land-4 added"));
    }

    private static string Kept(FabricMachineSpace machine, string file) => File.Exists(Path.Combine(machine.Run, file)) ? File.ReadAllText(Path.Combine(machine.Run, file)) : "";

    private static async Task Begin(FabricSite site, string mode, params FabricMachineSpace[] nodes)
    {
        Prerequisite.Program("/usr/sbin/bird", "bird2");
        Prerequisite.Program("/usr/sbin/exabgp", "exabgp");
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        site.WriteFabric(FabricYaml.Of(mode, nodes, announce: ", hold_time: 3"));
        site.StartRouter([.. Enumerable.Range(21, 4).Select(host => new FabricMachineSpace("speaker", host, site.Router, site.Folder))]);
        foreach (var node in nodes)
        {
            StartNode(site, node);
            node.Apply();
        }

        foreach (var node in nodes)
        {
            await Up(node);
        }

        await Eventually.Holds("the router knows the way", () => LandsOn(site) == nodes[0].Host);

        // One that announces has asked the others as one that is in: what it says of them since then is so.
        await Eventually.Holds("every node knows every other", () => nodes.All(node => Kept(node, "absent.json").Contains("\"Out\":[],\"Gone\":[]", StringComparison.Ordinal)));
        site.StartCustomers();
    }

    private static void StartNode(FabricSite site, FabricMachineSpace machine)
    {
        machine.Node = site.Start(machine.Space, FabricMachineSpace.Executable, "serve", "--config", machine.Tree);
        string[] words = ["--config", machine.Tree, "--machine", machine.Name, "--run", machine.Run];
        site.Start(machine.Space, FabricMachineSpace.Executable, ["vipcontrol", .. words]);
        site.Start(machine.Space, FabricMachineSpace.Executable, ["viphealth", .. words]);
    }

    private static Task Up(FabricMachineSpace machine) =>
        Eventually.Holds($"{machine.Name} announces", () => machine.Try("vipcontrol", "status", "--run", machine.Run).Output.Contains("announced: up", StringComparison.Ordinal));

    /// <summary>To which machine the router sends both floating addresses; null where to none, or not to the same.</summary>
    private static int? LandsOn(FabricSite site)
    {
        var (four, six) = (site.Router.Run("ip", "route", "show", FabricSite.Floating4), site.Router.Run("ip", "-6", "route", "show", FabricSite.Floating6));
        return Enumerable.Range(21, 4).Where(host => four.Contains($"via 10.10.0.{host} ", StringComparison.Ordinal) && six.Contains($"via fd00:10::{host} ", StringComparison.Ordinal))
            .Select(host => (int?)host).FirstOrDefault();
    }

    private static async Task<Stopwatch> MoveTo(FabricSite site, FabricMachineSpace machine)
    {
        machine.SetVip("--med", "50");
        await Eventually.Holds($"the router prefers {machine.Name}", () => LandsOn(site) == machine.Host);
        var moved = Stopwatch.StartNew();
        foreach (var other in site.Machines.Where(other => other != machine))
        {
            other.SetVip("--med", "200");
        }

        machine.SetVip("--med", "100");
        return moved;
    }

    /// <summary>Sessions that are watched, two of them with MD5 keys.</summary>
    private static async Task<Probes> Watch(FabricSite site)
    {
        var probes = await Probes.Open(site.Router.Name, FabricSite.Watched);
        await probes.Up();
        return probes;
    }

    private static async Task Same(
        FabricSite site, string what, IReadOnlyDictionary<string, (int IPv4, int IPv6, int Flaps)> first, Stopwatch since, Probes? probes = null)
    {
        await Liveness.AllAnswered(words => site.Router.Run(words[0], words[1..]), (2 * FabricSite.Customers) + (probes?.Count ?? 0), what, since);
        var now = site.Sessions();
        Say(probes is null ? what : $"{what}; longest stall {probes.Stall().TotalMilliseconds:F0} ms", now);
        Assert.Empty(probes?.Lost ?? []);
        probes?.Reset();
        Assert.All(first, row => Assert.Equal(row.Value, now[row.Key]));
    }

    private static void Say(string what, IReadOnlyDictionary<string, (int IPv4, int IPv6, int Flaps)> sessions) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {FabricSite.Show(sessions)}");
}
