using System.Xml.Linq;
using Pierhead.Tests.Node;
using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class FabricSimulateCommandTests
{
    private const string Fabric = """
        fabric:
          mode: announced-hash
          addresses: [203.0.113.10, "2001:db8:ffff::10"]
          announce: { asn: 64513, router: { asn: 64512, addresses: [10.10.0.1, "fd00:10::1"] } }
          nodes:
            - { name: land-1, addresses: [10.10.0.21, "fd00:10::21"], interface: eth0, mac: "02:00:00:00:00:15", weight: 100, med: 100 }
            - { name: land-2, addresses: [10.10.0.22, "fd00:10::22"], interface: eth0, mac: "02:00:00:00:00:16", weight: 100, med: 200 }
        """;

    [Fact]
    public async Task Simulate_Tree_HasARowForEachModeAndSaysWhatIsApart()
    {
        using var tree = Create(Fabric);
        var run = await Simulate(tree, "--routers", "500");

        Assert.Equal(0, run.Code);
        Assert.Equal(1 + 5 + 1 + (5 * 3), run.Lines.Length);
        Assert.Matches("^500 +2 +direct-return +1,000 +500 +500 +500.0 +0.0% +0.0%$", run.Lines[5].Trim());
        Assert.Matches("^500 +2 +direct-return +remove +land-2 +500 +50.0% +0 +500$", run.Lines[^1].Trim());
        Assert.Contains("500 routers (1 of the tree) on 2 nodes: 5 modes in ", run.Error, StringComparison.Ordinal);
        Assert.Contains("announced-hash places each address for itself: up to ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("direct-return places", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_Json_IsTheSameEachTime()
    {
        using var tree = Create(Fabric);
        string[] words = ["--routers", "300,400", "--nodes", "2,5", "--mode", "announced-mask", "--mode", "direct-return", "--addressing", "random", "-o", "json"];
        var run = await Simulate(tree, words);

        Assert.Equal(0, run.Code);
        Assert.Equal(run.Out, (await Simulate(tree, words)).Out);
        var scenarios = run.Json.GetProperty("scenarios").EnumerateArray().ToArray();
        Assert.Equal([(300, 2), (300, 5), (400, 2), (400, 5)], scenarios.Select(one => (one.GetProperty("routers").GetInt32(), one.GetProperty("nodes").GetInt32())));
        var modes = scenarios[3].GetProperty("modes").EnumerateArray().ToArray();
        Assert.Equal(["announced-mask", "direct-return"], modes.Select(mode => mode.GetProperty("mode").GetString()));
        Assert.Equal([false, true], modes.Select(mode => mode.GetProperty("places_devices").GetBoolean()));
        Assert.Equal(800, modes[1].GetProperty("nodes").EnumerateArray().Sum(node => node.GetProperty("sessions").GetInt32()));
    }

    [Fact]
    public async Task Simulate_Chart_IsAnSvgFile()
    {
        using var tree = Create(Fabric);
        var path = Path.Combine(tree.Path, "chart.svg");

        Assert.Equal(0, (await Simulate(tree, "--routers", "100", "--chart", path)).Code);
        Assert.Equal("svg", XDocument.Load(path).Root!.Name.LocalName);
        var run = await Simulate(tree, "--chart", Path.Combine(tree.Path, "nowhere", "chart.svg"));
        Assert.Equal(1, run.Code);
        Assert.Contains("--chart: cannot write", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_MistakeInTheTree_IsNamedByFileAndLine()
    {
        using var tree = Create(Fabric.Replace("announced-hash", "announced-hush", StringComparison.Ordinal));
        var run = await Simulate(tree);
        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.StartsWith("fabric.yaml:2: ", run.Error, StringComparison.Ordinal);

        File.Delete(Path.Combine(tree.Path, "fabric.yaml"));
        run = await Simulate(tree);
        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.StartsWith("fabric.yaml:1: there is no such file", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nodes", "1", "--nodes takes numbers from 2 to 256, such as 4 or 4,10,16; '1' is none.")]
    [InlineData("--routers", "4000,many", "--routers takes numbers from 1 to 100000, such as 4 or 4,10,16; 'many' is none.")]
    [InlineData("--mode", "maglev", "Argument 'maglev' not recognized.")]
    public async Task Simulate_WrongWord_ExitTwo(string option, string value, string sentence)
    {
        using var tree = Create(Fabric);
        var run = await Simulate(tree, option, value);
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_AllNodesTakenAreDrained_SaysSo()
    {
        using var tree = Create(Fabric.Replace("med: 200 }", "med: 200, drain: true }\n    - { name: land-3, addresses: [10.10.0.23, \"fd00:10::23\"], interface: eth0, mac: \"02:00:00:00:00:17\" }", StringComparison.Ordinal).Replace("med: 100 }", "med: 100, drain: true }", StringComparison.Ordinal));
        var run = await Simulate(tree, "--nodes", "2");
        Assert.Equal(1, run.Code);
        Assert.Equal("fabric.yaml: the first 2 nodes are drained, so that no session could land; take more with --nodes.\n", run.Error);
        Assert.Equal(0, (await Simulate(tree, "--nodes", "3")).Code);
    }

    private static Task<Invocation> Simulate(Tree tree, params string[] words) =>
        Invocation.RunAsync(new Surroundings(), ["fabric", "simulate", "--config", tree.Path, .. words]);

    private static Tree Create(string fabric) => new(new Dictionary<string, string>
    {
        ["pierhead.yaml"] = "node: land-1\nbgp: { router_id: 192.0.2.1 }\n",
        ["tenants/acme.yaml"] = "tenant: acme\nasn: 64500\ndevices:\n  - name: edge1\n    addresses: [198.51.100.1, \"2001:db8:77::1\"]\n",
        ["fabric.yaml"] = fabric,
    });
}
