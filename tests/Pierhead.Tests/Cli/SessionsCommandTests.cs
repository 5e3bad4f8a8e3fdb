using System.Text.Json;
using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class SessionsCommandTests
{
    [Fact]
    public async Task Sessions_InAPipe_AlignsColumnsWithoutBorders()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.AddRange([
            Samples.Session(),
            Samples.Session("edge2.fra1", "globex", "idle", "received Cease 6/2: maintenance"),
        ]);

        var run = await Invocation.RunAsync(node, "sessions");

        Assert.Equal(0, run.Code);
        Assert.Equal(
            [
                "TENANT   DEVICE       ADDRESS        STATE         UP      ROUTES   STALE   BY-FAMILY                UPDATES   FLAPS     ASN   LAST-ERROR",
                "acme     edge1.ams1   198.51.100.1   established   2h5m   312,004       -   ipv4=250000,ipv6=62004    91,234       2   64500   -",
                "globex   edge2.fra1   198.51.100.1   idle          -      312,004       -   ipv4=250000,ipv6=62004    91,234       2   64500   received Cease 6/2: maintenance",
            ],
            run.Lines);
    }

    [Fact]
    public async Task Sessions_Filters_AreAskedOfTheApi()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "sessions", "--tenant", "a&b", "--device", "edge 1", "--state", "idle");

        Assert.Equal(0, run.Code);
        Assert.Equal("", run.Out);
        Assert.Equal("There is no such session.\n", run.Error);
        Assert.Equal(["GET /api/v1/sessions?tenant=a%26b&device=edge%201&state=idle&limit=1000"], node.Asked);
    }

    [Fact]
    public async Task Sessions_WithoutALimit_FollowsEveryPage()
    {
        await using var node = await StubNode.StartAsync();
        node.PageSize = 2;
        node.Sessions.AddRange(Enumerable.Range(1, 5).Select(n => Samples.Session($"edge{n}")));

        var run = await Invocation.RunAsync(node, "sessions");

        Assert.Equal(3, node.Asked.Count);
        Assert.Equal(6, run.Lines.Length);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Sessions_AsJson_IsTheApisAnswer()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.Add(Samples.Session(description: "rack 4 <b> é"));

        var run = await Invocation.RunAsync(node, "sessions", "-o", "json");

        using var http = new HttpClient();
        var direct = JsonElement.Parse(await http.GetByteArrayAsync(new Uri(node.Address + "/api/v1/sessions")));
        Assert.True(JsonElement.DeepEquals(direct, run.Json), run.Out);
        Assert.StartsWith("{\n  \"items\": [\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("rack 4 <b> é", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_StateThatDoesNotExist_ExitsTwoWithoutAsking()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "sessions", "--state", "up");

        Assert.Equal(2, run.Code);
        Assert.Contains("'up'", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("See `pierhead sessions --help`.\n", run.Error, StringComparison.Ordinal);
        Assert.Empty(node.Asked);
    }

    [Fact]
    public async Task Sessions_ErrorWithTerminalEscapes_PrintsThemHarmless()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.Add(Samples.Session(state: "idle", error: "bye\u001b]0;owned\u0007\u202etxt\nnext\u009b31m"));

        var run = await Invocation.RunAsync(node, "sessions");

        Assert.EndsWith("bye\\u001b]0;owned\\u0007\\u202etxt\\u000anext\\u009b31m", run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_HeldOff_SaysUntilWhen()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.Add(Samples.Session(state: "idle", error: "Cease 6/1") with { HeldOffUntil = Samples.Now.AddMinutes(5) });

        var run = await Invocation.RunAsync(node, "sessions");

        Assert.EndsWith("held off until 2026-03-01 12:05:00Z: Cease 6/1", run.Lines[1], StringComparison.Ordinal);
    }
}
