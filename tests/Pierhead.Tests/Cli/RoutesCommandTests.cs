using Microsoft.AspNetCore.Http;
using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class RoutesCommandTests
{
    [Fact]
    public async Task Routes_InAPipe_ShowsAttributesInFixedColumns()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.Add(Samples.Route());

        var run = await Invocation.RunAsync(node, "routes");

        Assert.Equal(0, run.Code);
        Assert.Equal(
            [
                "TENANT   DEVICE       FAMILY   RD   PREFIX       PATH-ID   LABELS   NEXT-HOP      ORIGIN   PREF   MED   STALE   AGE    AS-PATH      COMMUNITIES",
                "acme     edge1.ams1   ipv4     -    1.1.1.0/24         -   -        203.0.113.1   igp       100    10   -       3m0s   3356 13335   64500:1001 64500:7:8",
            ],
            run.Lines);
    }

    [Fact]
    public async Task Routes_Filters_AreAskedOfTheApi()
    {
        await using var node = await StubNode.StartAsync();

        await Invocation.RunAsync(
            node, "routes", "198.51.100.0/24", "--match", "longer", "--tenant", "acme", "--device", "edge1.ams1", "--family", "ipv4",
            "--as-path", "_3356_ (1|2)+$", "--community", "64500:1", "--rd", "192.0.2.1:1", "--vrf", "blue & red", "--limit", "7");

        Assert.Equal(
            [
                "GET /api/v1/routes?tenant=acme&device=edge1.ams1&prefix=198.51.100.0%2F24&match=longer&family=ipv4"
                + "&as_path=_3356_%20%281%7C2%29%2B%24&community=64500%3A1&rd=192.0.2.1%3A1&vrf=blue%20%26%20red&limit=7",
            ],
            node.Asked);
    }

    [Fact]
    public async Task Routes_MoreThanTheUsualLimit_SaysHowToSeeThem()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.AddRange(Enumerable.Range(0, 150).Select(n => Samples.Route($"10.0.{n}.0/24")));

        var run = await Invocation.RunAsync(node, "routes");

        Assert.Equal(101, run.Lines.Length);
        Assert.Equal("There are more than these 100: see them with --all or a larger --limit, or go on with --cursor '100'.\n", run.Error);
    }

    [Fact]
    public async Task Routes_All_FollowsTheCursorToTheEnd()
    {
        await using var node = await StubNode.StartAsync();
        node.PageSize = 60;
        node.Routes.AddRange(Enumerable.Range(0, 150).Select(n => Samples.Route($"10.0.{n}.0/24")));

        var run = await Invocation.RunAsync(node, "routes", "--all");
        var json = await Invocation.RunAsync(node, "routes", "--all", "-o", "json");

        Assert.Equal(151, run.Lines.Length);
        Assert.Single(run.Lines, line => line.StartsWith("TENANT", StringComparison.Ordinal));
        Assert.Equal("", run.Error);
        Assert.Equal(150, json.Json.GetProperty("items").GetArrayLength());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.Json.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Routes_LimitOverSeveralPages_StopsAtTheLimit()
    {
        await using var node = await StubNode.StartAsync();
        node.PageSize = 60;
        node.Routes.AddRange(Enumerable.Range(0, 150).Select(n => Samples.Route($"10.0.{n}.0/24")));

        var run = await Invocation.RunAsync(node, "routes", "--limit", "100", "-o", "json");

        Assert.Equal(100, run.Json.GetProperty("items").GetArrayLength());
        Assert.Equal("100", run.Json.GetProperty("next").GetString());
    }

    [Fact]
    public async Task Routes_Cursor_GoesOnWhereTheListEnded()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.AddRange(Enumerable.Range(0, 150).Select(n => Samples.Route($"10.0.{n}.0/24")));

        var run = await Invocation.RunAsync(node, "routes", "--cursor", "149");

        Assert.Equal(2, run.Lines.Length);
        Assert.Contains("10.0.149.0/24", run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_PrefixThatNobodyHas_ExitsOne()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "routes", "192.0.2.0/24");

        Assert.Equal(1, run.Code);
        Assert.Equal("There is no such route.\n", run.Error);
    }

    [Fact]
    public async Task Routes_FilterThatLeavesNothing_ExitsZero()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, "routes", "--device", "edge1.ams1");

        Assert.Equal(0, run.Code);
    }

    [Fact]
    public async Task Routes_CursorThatDoesNotMove_FailsInsteadOfTurningForEver()
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = context => context.Response.WriteAsJsonAsync(new { items = Array.Empty<int>(), next = "same" });

        var run = await Invocation.RunAsync(node, "routes", "--all");

        Assert.Equal(1, run.Code);
        Assert.Equal(2, node.Asked.Count);
        Assert.Contains("the same page twice", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--limit 0", "--limit is '0', which is not a number from 1 up.")]
    [InlineData("--limit many", "--limit is 'many', which is not a number from 1 up.")]
    [InlineData("--limit 5 --all", "--all and --limit exclude each other.")]
    [InlineData("--match longer", "--match says how PREFIX is meant, which is missing.")]
    [InlineData("-o yaml", "There is no output 'yaml': choose table or json.")]
    public async Task Routes_WrongWords_ExitTwoWithASentence(string words, string sentence)
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, ["routes", .. words.Split(' ')]);

        Assert.Equal(2, run.Code);
        Assert.Equal($"{sentence}\nSee `pierhead routes --help`.\n", run.Error);
        Assert.Equal("", run.Out);
        Assert.Empty(node.Asked);
    }

    [Fact]
    public async Task Routes_OfVpns_ShowDistinguisherPathAndLabels()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.Add(Samples.Route("10.0.0.0/8") with { Family = "vpnv4", Rd = "64500:1", PathId = 0, Labels = [16, 17] });

        var run = await Invocation.RunAsync(node, "routes");

        Assert.StartsWith("acme     edge1.ams1   vpnv4    64500:1   10.0.0.0/8         0   16,17    203.0.113.1 ", run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_OnATerminal_HasTheirColumnsOnlyWhereTheyAreNeeded()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.Add(Samples.Route());
        var around = new Surroundings { Api = node.Address, Width = 200 };

        var plain = await Invocation.RunAsync(around, "routes");
        node.Routes.Add(Samples.Route("10.0.0.0/8") with { Family = "vpnv4", Rd = "64500:1", PathId = 4_000_000_000, Labels = [16] });
        var vpn = await Invocation.RunAsync(around, "routes");

        foreach (var header in new[] { "RD", "PATH-ID", "LABELS" })
        {
            Assert.DoesNotMatch($@"\b{header}\b", plain.Out);
            Assert.Matches($@"\b{header}\b", vpn.Out);
        }

        Assert.Contains("4000000000", vpn.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_VpnThatThereIsNot_ExitsTwoWithTheNodesWords()
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = context => Results
            .Problem("'green' is not one of: blue, red.", statusCode: 400, title: "The parameter 'vrf' cannot be used.").ExecuteAsync(context);

        var run = await Invocation.RunAsync(node, "routes", "--vrf", "green");

        Assert.Equal((2, "", "The parameter 'vrf' cannot be used: 'green' is not one of: blue, red.\n"), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public async Task Routes_FlowspecRule_StandsInThePlaceOfThePrefix()
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.Add(Samples.Route() with { Family = "ipv4-flowspec", Prefix = null, Rule = "dst 198.51.100.1/32; proto =17", NextHop = null });

        var run = await Invocation.RunAsync(node, "routes");

        Assert.Contains("   dst 198.51.100.1/32; proto =17   ", run.Lines[1], StringComparison.Ordinal);
    }
}
