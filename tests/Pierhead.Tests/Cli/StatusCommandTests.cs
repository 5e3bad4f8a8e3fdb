using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class StatusCommandTests
{
    [Fact]
    public async Task Status_InAPipe_PrintsFiguresForPeople()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "status");

        Assert.Equal(0, run.Code);
        Assert.Equal("", run.Error);
        Assert.Equal(
            """
            NODE         land-1
            version      0.1.0
            uptime       3d4h
            sessions     6 of 7 established
            routes       312,004
              ipv4       250,000
              ipv6       62,004
              stale      4
            prefixes     300,000 distinct
            attributes   41,000 distinct sets
            memory       120.0 MiB resident

            """.ReplaceLineEndings("\n"),
            run.Out);
    }

    [Fact]
    public async Task Status_OfAMillionRoutes_SaysWhatEachTakes()
    {
        await using var node = await StubNode.StartAsync();
        node.Summary = Samples.Summary with { Routes = Samples.Summary.Routes with { Total = 9_600_000 } };

        var run = await Invocation.RunAsync(node, "status");

        Assert.EndsWith("memory       120.0 MiB resident, 13.1 bytes a route\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfATenantsToken_LeavesOutWhatIsShared()
    {
        await using var node = await StubNode.StartAsync();
        node.Summary = Samples.Summary with { Routes = Samples.Summary.Routes with { Prefixes = null, AttributeSets = null } };

        var run = await Invocation.RunAsync(node, "status");

        Assert.DoesNotContain("prefixes", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("memory     120.0 MiB resident\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_AsJson_IsTheApisAnswer()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "status", "-o", "json");

        Assert.Equal(0, run.Code);
        Assert.Equal("land-1", run.Json.GetProperty("node").GetString());
        Assert.Equal(312_004, run.Json.GetProperty("routes").GetProperty("total").GetInt64());
    }
}
