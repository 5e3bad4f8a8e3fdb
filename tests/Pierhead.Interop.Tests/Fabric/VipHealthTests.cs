using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>viphealth beside real nodes, with vipcontrol, ExaBGP and BIRD as the router.</summary>
public sealed class VipHealthTests
{
    private const string Short = "  health: { every: 200ms, fall: 2, rise: 2 }\n";

    [Fact]
    public async Task Run_Announced_NodeLeavesAndComesBackAndTheLastStays()
    {
        Prerequisite.Program("/usr/sbin/bird", "bird2");
        Prerequisite.Program("/usr/sbin/exabgp", "exabgp");
        Prerequisite.Program("/usr/sbin/nft", "nftables");
        await using var site = new FabricSite();
        var (one, two) = (site.Add("land-1", 21), site.Add("land-2", 22));
        var yaml = FabricYaml.Of("announced-hash", [one, two], more: Short, announce: ", hold_time: 9");
        site.WriteFabric(yaml);
        site.StartRouter(one, two);
        var health = new Dictionary<string, DaemonProcess>();
        foreach (var machine in site.Machines)
        {
            site.Start(machine.Space, FabricMachineSpace.Executable, "serve", "--config", machine.Tree);
            Start(site, machine, "vipcontrol");
            machine.Apply();
            health[machine.Name] = Start(site, machine, "viphealth", "--process", "exabgp");
        }

        foreach (var machine in site.Machines)
        {
            await Answers(machine, HttpStatusCode.OK, "in\n");
        }

        await Next(site, one, "both announce, and the first is preferred");

        // A node that lost what it depends on leaves by its MED, then withdraws.
        one.Space.Ip("addr", "del", $"{FabricSite.Floating4}/32", "dev", "lo");
        await Answers(one, HttpStatusCode.ServiceUnavailable, $"out: {FabricSite.Floating4} is not on lo: run `pierhead fabric apply`\n");
        await Next(site, two, "the second has the address");
        await Eventually.Holds("withdrawn", () => !site.AskRouter("show", "route", "all").Contains("10.10.0.21", StringComparison.Ordinal));
        Assert.Contains("leaves: ", health["land-1"].Output, StringComparison.Ordinal);

        // The other turns bad too: it is the last, and stays.
        two.Space.Ip("addr", "del", $"{FabricSite.Floating6}/128", "dev", "lo");
        await Eventually.Holds("it says that it stays", () => health["land-2"].Output.Contains("stays in: ", StringComparison.Ordinal));
        await Answers(two, HttpStatusCode.OK, "in\n");
        var report = await Report(two);
        Assert.Equal("in", report.GetProperty("state").GetString());
        Assert.EndsWith("0 other nodes are in, and the floor is 1", report.GetProperty("reason").GetString(), StringComparison.Ordinal);

        // A restart changes nothing, for either daemon.
        health["land-1"].Kill();
        health["land-1"] = Start(site, one, "viphealth", "--process", "exabgp");
        await Answers(one, HttpStatusCode.ServiceUnavailable, $"out: {FabricSite.Floating4} is not on lo: run `pierhead fabric apply`\n");
        one.Space.AddAddress("lo", $"{FabricSite.Floating4}/32");
        await Next(site, one, "the first is back");
        await Answers(one, HttpStatusCode.OK, "in\n");

        // Who is no machine of the plan is not answered.
        Assert.Equal(HttpStatusCode.Forbidden, (await Ask(site.Router, one, "healthz")).Code);
        Assert.Equal(HttpStatusCode.OK, (await Ask(two.Space, one, "healthz")).Code);
    }

    [Fact]
    public async Task Run_Balanced_SaysWhatItHoldsAndThatItIsDrained()
    {
        Prerequisite.Namespaces();
        await using var site = new FabricSite();
        var (one, two) = (site.Add("land-1", 21), site.Add("land-2", 22));
        _ = site.Add("lb-1", 11);
        var yaml = FabricYaml.Of("direct-return", [one, two], more: Short)
            + "  balancers:\n    - { name: lb-1, addresses: [10.10.0.11, \"fd00:10::11\"], interface: eth0, mac: \"02:00:00:00:00:0b\" }\n";
        site.WriteFabric(yaml);
        one.Space.AddAddress("lo", $"{FabricSite.Floating4}/32");
        one.Space.AddAddress("lo", $"{FabricSite.Floating6}/128");
        site.RouteBy(21);
        var node = site.Start(one.Space, FabricMachineSpace.Executable, "serve", "--config", one.Tree);
        one.Node = node;
        var health = Start(site, one, "viphealth");
        await Answers(one, HttpStatusCode.OK, "in\n");
        site.StartCustomers();
        await site.AllUp("one node has all");
        var report = await Eventually.Holds(
            "every session is reported", () => Report(one), report => report.GetProperty("sessions").GetInt32() == 2 * FabricSite.Customers);
        Assert.Equal(("land-1", "in", 100), (report.GetProperty("name").GetString(), report.GetProperty("state").GetString(), report.GetProperty("weight").GetInt32()));
        var holds = report.GetProperty("holds").EnumerateArray().ToList();
        Assert.Equal(2 * FabricSite.Customers, holds.Count);
        Assert.Equal(report.GetProperty("routes").GetInt64(), holds.Sum(hold => hold.GetProperty("routes").GetInt64()));
        Assert.All(holds, hold => Assert.Equal("acme", hold.GetProperty("tenant").GetString()));

        // Drained: no new sessions are wanted, and the ones there are go on.
        site.WriteFabric(yaml.Replace("med: 100 }", "med: 100, drain: true }", StringComparison.Ordinal));
        await Answers(one, HttpStatusCode.ServiceUnavailable, "drained\n");
        report = await Report(one);
        Assert.Equal(("drained", 0, 2 * FabricSite.Customers), (report.GetProperty("state").GetString(), report.GetProperty("weight").GetInt32(), report.GetProperty("sessions").GetInt32()));
        Assert.Equal(0, one.Sessions().Flaps);

        // A tree that is wrong changes nothing.
        site.WriteFabric("fabric: {");
        await Eventually.Holds("it says so", () => health.Output.Contains("the changed tree is not taken", StringComparison.Ordinal));
        await Answers(one, HttpStatusCode.ServiceUnavailable, "drained\n");

        // The node dies, and nobody else is in: the floor keeps it in, and it says what it holds: nothing.
        site.WriteFabric(yaml);
        await Answers(one, HttpStatusCode.OK, "in\n");
        var clock = Stopwatch.StartNew();
        node.Kill();
        report = await Eventually.Holds("nothing is held", () => Report(one), now => now.GetProperty("sessions").GetInt32() == 0);
        Assert.Contains("is not reached", report.GetProperty("reason").GetString(), StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"known after {clock.ElapsedMilliseconds} ms: {report}");
    }

    private static DaemonProcess Start(FabricSite site, FabricMachineSpace machine, params string[] words) =>
        site.Start(machine.Space, FabricMachineSpace.Executable, [.. words, "--config", machine.Tree, "--machine", machine.Name, "--run", machine.Run]);

    /// <summary>Waits until the router sends what is for the floating addresses to a machine, both families.</summary>
    private static Task<string> Next(FabricSite site, FabricMachineSpace machine, string what) => Eventually.Holds(
        what,
        () => Task.FromResult(site.Router.Run("ip", "route", "show", FabricSite.Floating4) + site.Router.Run("ip", "-6", "route", "show", FabricSite.Floating6)),
        routes => routes.Contains($"via 10.10.0.{machine.Host} ", StringComparison.Ordinal) && routes.Contains($"via fd00:10::{machine.Host} ", StringComparison.Ordinal));

    private static Task<(HttpStatusCode Code, string Text)> Answers(FabricMachineSpace machine, HttpStatusCode code, string text) =>
        Eventually.Holds($"{machine.Name} answers {text}", () => Ask(machine.Space, machine, "healthz"), answer => answer == (code, text));

    private static async Task<JsonElement> Report(FabricMachineSpace machine)
    {
        var (_, text) = await Ask(machine.Space, machine, "v1/node");
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<(HttpStatusCode Code, string Text)> Ask(NetworkNamespace from, FabricMachineSpace machine, string path)
    {
        using var http = NamespaceSocket.HttpClient(from, new IPEndPoint(IPAddress.Parse($"10.10.0.{machine.Host}"), 8179));
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException exception) when (exception.InnerException is SocketException)
        {
            return (default, exception.Message);
        }
    }
}
