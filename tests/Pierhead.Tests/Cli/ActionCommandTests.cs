using Pierhead.Web.Contract;
using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class ActionCommandTests
{
    [Fact]
    public async Task Clear_Sessions_PostsTheRequestAndSaysHowMany()
    {
        await using var node = await StubNode.StartAsync();
        node.Cleared = new ClearResult(2);

        var run = await Invocation.RunAsync(node, "clear", "edge1.ams1", "--tenant", "acme", "--address", "2001:db8::1");

        Assert.Equal((0, "edge1.ams1: 2 sessions cleared.\n", ""), (run.Code, run.Out, run.Error));
        Assert.Equal(
            ["""POST /api/v1/sessions/clear {"device":"edge1.ams1","tenant":"acme","address":"2001:db8::1","soft":false}"""], node.Asked);
    }

    [Fact]
    public async Task Clear_Soft_AsksForRoutesAgain()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "clear", "edge1.ams1", "--soft");

        Assert.Equal("edge1.ams1: 1 session asked for the routes again.\n", run.Out);
        Assert.Contains("\"soft\":true", node.Asked.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_NothingCleared_ExitsOne()
    {
        await using var node = await StubNode.StartAsync();
        node.Cleared = new ClearResult(0);

        var run = await Invocation.RunAsync(node, "clear", "edge9");

        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.Equal("No session of edge9 could be cleared: `pierhead sessions` shows how they are.\n", run.Error);
    }

    [Fact]
    public async Task Clear_AsJson_IsTheApisAnswer()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "clear", "edge1.ams1", "-o", "json");

        Assert.Equal("{\n  \"cleared\": 1\n}\n", run.Out);
    }

    [Fact]
    public async Task Reload_TreeWithErrors_PrintsThemOnStandardOutputAndExitsOne()
    {
        await using var node = await StubNode.StartAsync();
        node.Reloaded = new ReloadResult(false, ["tenants/acme.yaml:3: unknown key 'asnn' (asn?)", "pierhead.yaml:1: node is missing"], []);

        var run = await Invocation.RunAsync(node, "reload");

        Assert.Equal(1, run.Code);
        Assert.Equal("tenants/acme.yaml:3: unknown key 'asnn' (asn?)\npierhead.yaml:1: node is missing\n", run.Out);
        Assert.Equal("Nothing was changed: the tree has 2 errors.\n", run.Error);
        Assert.Equal(["POST /api/v1/reload"], node.Asked);
    }

    [Fact]
    public async Task Reload_Applied_PrintsTheChanges()
    {
        await using var node = await StubNode.StartAsync();
        node.Reloaded = new ReloadResult(true, [], ["acme/edge9: removed"]);

        var run = await Invocation.RunAsync(node, "reload");

        Assert.Equal((0, "acme/edge9: removed\n", ""), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public async Task Reload_WithoutChanges_SaysSo()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "reload");

        Assert.Equal((0, "", "Nothing has changed.\n"), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public async Task Unknown_SomebodyCame_ListsThem()
    {
        await using var node = await StubNode.StartAsync();
        node.Unknown.AddRange([
            new Unknown("192.0.2.77", "bgp", 1_200, Samples.Now.AddDays(-1).AddHours(-2), Samples.Now.AddSeconds(-9), 64_999),
            new Unknown("2001:db8::77", "bgp", 1, Samples.Now, Samples.Now.AddSeconds(2), null),
        ]);

        var run = await Invocation.RunAsync(node, "unknown");

        Assert.Equal(
            [
                "ADDRESS        KIND     ASN   ATTEMPTS   FIRST-SEEN   LAST-SEEN",
                "192.0.2.77     bgp    64999      1,200   1d2h ago     9s ago",
                "2001:db8::77   bgp        -          1   0s ago       0s ago",
            ],
            run.Lines);
    }

    [Fact]
    public async Task Unknown_Nobody_ExitsZero()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "unknown");

        Assert.Equal((0, "", "Nobody came who is not known.\n"), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public async Task Version_NoNode_IsThePrograms()
    {
        var run = await Invocation.RunAsync(new Surroundings(), "version");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"^pierhead \d+\.\d+\.\d+", run.Out);
    }
}
