using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>The announced modes with real nodes, real speakers, a real router, and 200 routers of each family behind it.</summary>
public sealed class AnnouncedTests
{
    private static readonly TimeSpan PastHoldTime = TimeSpan.FromSeconds(11);

    [Fact]
    public async Task AnnouncedHash_MovesAddsDrainsAndKills_SessionsStayWhereTheyAre()
    {
        await using var site = new FabricSite();
        var (one, two) = (site.Add("land-1", 21), site.Add("land-2", 22));
        await Begin(site, "announced-hash", one, two);
        site.StartCustomers();
        var first = await site.AllUp("two nodes");
        Say(site, "two nodes", first);
        Assert.All(first.Values, node => Assert.InRange(node.IPv4, 75, 125));
        Assert.All(first.Values, node => Assert.InRange(node.IPv6, 75, 125));

        await MoveTo(site, two);
        await Same(site, "the landing node moved by MED", first);

        var three = site.Add("land-3", 23);
        site.Edit("node", "add", "land-3", "--address", "10.10.0.23", "--address", "fd00:10::23", "--mac", "02:00:00:00:00:17", "--med", "300");
        StartNode(site, three);
        foreach (var machine in site.Machines)
        {
            Assert.Contains(machine == three ? "nothing is applied" : "second chance", machine.Apply(), StringComparison.Ordinal);
        }

        await Up(three);
        await Same(site, "a node added", first);
        await MoveTo(site, three);
        await Same(site, "the landing node moved to the new one", first);

        site.Edit("node", "drain", "land-1");
        foreach (var machine in site.Machines)
        {
            machine.Apply();
        }

        await Same(site, "a node drained", first);
        two.Node!.Kill();
        two.Node = site.Start(two.Space, FabricMachineSpace.Executable, "serve", "--config", two.Tree);
        await Eventually.Holds("it is gone", () => two.Sessions().IPv4 == 0, seconds: 10);
        var again = await site.AllUp("kill -9 of a node");
        Say(site, "kill -9 of land-2, and its return", again);
        Assert.Equal(first["land-1"], again["land-1"]);
        Assert.InRange(again["land-3"].IPv4, 20, 100);

        site.KillMachine(three);
        two.SetVip("--med", "1");
        site.Edit("node", "remove", "land-3");
        one.Apply();
        two.Apply();
        Say(site, "after the landing node was killed", await site.AllUp("the others have its sessions", seconds: 90));
    }

    private static async Task Begin(FabricSite site, string mode, params FabricMachineSpace[] nodes)
    {
        Prerequisite.Program("/usr/sbin/bird", "bird2");
        Prerequisite.Program("/usr/sbin/exabgp", "exabgp");
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        site.WriteFabric(FabricYaml.Of(mode, nodes, announce: ", hold_time: 3"));
        site.StartRouter([.. nodes, new FabricMachineSpace("land-3", 23, site.Router, site.Folder)]);
        foreach (var node in nodes)
        {
            StartNode(site, node);
            node.Apply();
        }

        foreach (var node in nodes)
        {
            await Up(node);
        }

        await Eventually.Holds("the router knows the way", () => site.Router.Run("ip", "route", "show", FabricSite.Floating4).Contains("via 10.10.0.21", StringComparison.Ordinal));
    }

    private static void StartNode(FabricSite site, FabricMachineSpace machine)
    {
        machine.Node = site.Start(machine.Space, FabricMachineSpace.Executable, "serve", "--config", machine.Tree);
        site.Start(machine.Space, FabricMachineSpace.Executable, "vipcontrol", "--config", machine.Tree, "--machine", machine.Name, "--run", machine.Run);
    }

    private static Task Up(FabricMachineSpace machine) =>
        Eventually.Holds($"{machine.Name} announces", () => machine.Try("vipcontrol", "set", "--up", "--run", machine.Run).Output.Contains("announced: up", StringComparison.Ordinal));

    private static async Task MoveTo(FabricSite site, FabricMachineSpace machine)
    {
        machine.SetVip("--med", "50");
        await Eventually.Holds(
            $"the router prefers {machine.Name}",
            () => site.Router.Run("ip", "route", "show", FabricSite.Floating4).Contains($"via 10.10.0.{machine.Host}", StringComparison.Ordinal)
                && site.Router.Run("ip", "-6", "route", "show", FabricSite.Floating6).Contains($"via fd00:10::{machine.Host}", StringComparison.Ordinal));
        foreach (var other in site.Machines.Where(other => other != machine))
        {
            other.SetVip("--med", "200");
        }

        machine.SetVip("--med", "100");
    }

    private static async Task Same(FabricSite site, string what, IReadOnlyDictionary<string, (int IPv4, int IPv6, int Flaps)> first)
    {
        // A hold time passes: a session whose packets go astray is gone by then.
        await Task.Delay(PastHoldTime, TestContext.Current.CancellationToken);
        var now = site.Sessions();
        Say(site, what, now);
        Assert.All(first, row => Assert.Equal(row.Value, now[row.Key]));
    }

    private static void Say(FabricSite site, string what, IReadOnlyDictionary<string, (int IPv4, int IPv6, int Flaps)> sessions) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {FabricSite.Show(sessions)}");
}
