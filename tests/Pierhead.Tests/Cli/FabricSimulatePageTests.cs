using Pierhead.Tests.Node;
using Xunit;

namespace Pierhead.Tests.Cli;

/// <summary>The chart in the documents is what the command draws from the tree beside it.</summary>
public sealed class FabricSimulatePageTests
{
    private const string Block = "```yaml\n";

    [Fact]
    public async Task Simulate_TreeOfThePage_DrawsTheChartOfThePage()
    {
        var documents = Path.Combine(Checkout.Folder, "docs", "operating");
        var page = await File.ReadAllTextAsync(Path.Combine(documents, "fabric-simulate.md"), TestContext.Current.CancellationToken);
        var start = page.IndexOf(Block, StringComparison.Ordinal) + Block.Length;
        using var tree = new Tree(new Dictionary<string, string>
        {
            ["pierhead.yaml"] = "node: land-1\nbgp: { router_id: 192.0.2.1 }\n",
            ["fabric.yaml"] = page[start..page.IndexOf("```", start, StringComparison.Ordinal)],
        });
        var drawn = Path.Combine(tree.Path, "drawn.svg");
        var run = await Invocation.RunAsync(
            new Surroundings(), "fabric", "simulate", "--config", tree.Path, "--routers", "4000,100000", "--nodes", "4,10,16", "--chart", drawn);

        Assert.Equal(0, run.Code);
        TestContext.Current.TestOutputHelper?.WriteLine(run.Error);
        Assert.True(
            File.ReadAllBytes(drawn).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(documents, "fabric-simulation.svg"))),
            "docs/operating/fabric-simulation.svg is no longer what the command of docs/operating/fabric-simulate.md draws: run it, and look at what changed");
    }
}
