using System.Globalization;
using System.Text.Json;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>The modes with balancers, in the whole lab: BIRD and BFD, real nodes with viphealth, 200 routers of each family.</summary>
[Collection(nameof(FabricLab))]
public sealed class BalancedModesTests
{
    private const int Routers = 200;

    private static readonly string[] Nodes = ["land-1", "land-2", "land-3"];

    [Theory]
    [InlineData("direct-return", 5)]
    [InlineData("direct-return-lvs", 25)]
    public async Task Balanced_BalancerKilledNodeDrainedAndKilled_NoSessionIsLostButThoseOfTheDeadNode(string mode, int percent)
    {
        await using var lab = await FabricLab.Up(mode);
        await Eventually.Holds("every balancer knows every node as in", () => Array.TrueForAll(["lb-1", "lb-2"], balancer => NodesIn(lab, mode, balancer) == Nodes.Length));
        lab.StartRouters();
        var first = await AllUp(lab, "the first time");
        Say(mode, "up", first);
        Assert.All(first.Values, node => Assert.InRange(node.Count, 400 / 3.0 * (1 - (percent / 100.0)), 400 / 3.0 * (1 + (percent / 100.0))));
        if (mode == "direct-return-lvs")
        {
            TestContext.Current.TestOutputHelper?.WriteLine(lab.Exec("lb-1", "ipvsadm", "-Ln"));
        }

        lab.Kill("lb-1");
        await Same(lab, mode, "the preferred balancer killed", first);
        lab.Start("lb-1");
        await Eventually.Holds("lb-1 announces again", () => lab.Routes().Contains("10.10.0.11", StringComparison.Ordinal));
        await Same(lab, mode, "and back", first);

        lab.EditTree("node", "drain", "land-1");
        lab.SpreadTree();
        lab.Apply();
        await Same(lab, mode, "land-1 drained", first);

        lab.Kill("land-2");
        var again = await AllUp(lab, "land-2 killed");
        Say(mode, "land-2 killed", again);
        Assert.Equal(first["land-1"].Count, again["land-1"].Count);
        Assert.Equal(400 - first["land-1"].Count, again["land-3"].Count);
    }

    /// <summary>How many nodes get new sessions from a balancer, of both families.</summary>
    private static int NodesIn(FabricLab lab, string mode, string balancer) => mode == "direct-return"
        ? lab.TryExec(balancer, Path.Combine(AppContext.BaseDirectory, "pierhead"), "balance", "status", "-o", "json").Output.Split("\"state\": \"in\"").Length - 1
        : lab.TryExec(balancer, "ipvsadm", "-Ln").Output.Split('\n').Count(line => line.Contains(":179 ", StringComparison.Ordinal) && line.Contains("Route   100", StringComparison.Ordinal)) / 2;

    private static void Say(string mode, string what, Dictionary<string, (int Count, int Flaps)> sessions) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{mode}, {what}: {string.Join(", ", sessions.Select(node => string.Create(CultureInfo.InvariantCulture, $"{node.Key} {node.Value.Count} (flaps {node.Value.Flaps})")))}");

    private static Task<Dictionary<string, (int Count, int Flaps)>> AllUp(FabricLab lab, string what) => Eventually.Holds(
        $"400 sessions, {what}", () => Task.FromResult(Sessions(lab)), all => all.Values.Sum(node => node.Count) == 2 * Routers, seconds: 90);

    /// <summary>After a hold time: what went astray is gone by then.</summary>
    private static async Task Same(FabricLab lab, string mode, string what, Dictionary<string, (int Count, int Flaps)> first)
    {
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        var now = Sessions(lab);
        Say(mode, what, now);
        Assert.Equal(first.OrderBy(node => node.Key, StringComparer.Ordinal), now.OrderBy(node => node.Key, StringComparer.Ordinal));
    }

    private static Dictionary<string, (int Count, int Flaps)> Sessions(FabricLab lab) =>
        Nodes.ToDictionary(node => node, node => Of(lab, node));

    private static (int Count, int Flaps) Of(FabricLab lab, string node)
    {
        var (code, output, _) = lab.TryExec(node, Path.Combine(AppContext.BaseDirectory, "pierhead"), "sessions", "-o", "json", "--limit", "2000");
        if (code != 0)
        {
            return default;
        }

        var items = JsonDocument.Parse(output).RootElement.GetProperty("items").EnumerateArray().ToList();
        return (items.Count(item => item.GetProperty("state").GetString() == "established"), items.Sum(item => item.GetProperty("flaps").GetInt32()));
    }
}
