using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class LookupCommandTests
{
    [Fact]
    public async Task Lookup_RoutesFound_ListsThem()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.AddRange([Samples.Route(), Samples.Route("1.0.0.0/8", "edge2.fra1", stale: true)]);

        var run = await Invocation.RunAsync(node, "lookup", "1.1.1.1", "--tenant", "acme");

        Assert.Equal(0, run.Code);
        Assert.Equal(["GET /api/v1/lookup?address=1.1.1.1&tenant=acme"], node.Asked);
        Assert.Equal(3, run.Lines.Length);
        Assert.Contains("stale", run.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lookup_InAVpn_IsAskedOfTheApi()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.Add(Samples.Route("10.0.0.0/8") with { Family = "vpnv4", Rd = "64500:1", Labels = [16] });

        var byName = await Invocation.RunAsync(node, "lookup", "10.1.2.3", "--vrf", "blue");
        var byRd = await Invocation.RunAsync(node, "lookup", "10.1.2.3", "--rd", "64500:1");

        Assert.Equal((0, 0), (byName.Code, byRd.Code));
        Assert.Equal(["GET /api/v1/lookup?address=10.1.2.3&vrf=blue", "GET /api/v1/lookup?address=10.1.2.3&rd=64500%3A1"], node.Asked);
        Assert.Contains("64500:1", byName.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lookup_NothingFound_SaysSoAndExitsOne()
    {
        await using var node = await StubNode.StartAsync();

        var table = await Invocation.RunAsync(node, "lookup", "192.0.2.1");
        var json = await Invocation.RunAsync(node, "lookup", "192.0.2.1", "-o", "json");

        Assert.Equal((1, "", "No device has a route to 192.0.2.1.\n"), (table.Code, table.Out, table.Error));
        Assert.Equal(1, json.Code);
        Assert.Equal(0, json.Json.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("lookup", "Required argument 'ADDRESS' missing for command: 'lookup'.")]
    [InlineData("lookup 1.1.1", "'1.1.1' is not an IPv4 or IPv6 address.")]
    [InlineData("lookup 300.1.1.1", "'300.1.1.1' is not an IPv4 or IPv6 address.")]
    public async Task Lookup_WrongWords_ExitTwo(string words, string sentence)
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, words.Split(' '));

        Assert.Equal(2, run.Code);
        Assert.Equal($"{sentence}\nSee `pierhead lookup --help`.\n", run.Error);
    }
}
