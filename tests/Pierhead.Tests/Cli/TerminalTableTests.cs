using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class TerminalTableTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task Routes_OnATerminal_FitItsWidthAndLoseNothing(int width)
    {
        await using var node = await StubNode.StartAsync();
        node.Routes.AddRange([
            Samples.Route(),
            Samples.Route("2001:db8:1234:5678::/64", "edge2.fra1", stale: true) with
            {
                NextHop = "2001:db8:ffff::1",
                AsPath = "64500 3356 174 6939 13335 {64511 64512}",
            },
        ]);

        var run = await Invocation.RunAsync(new Surroundings { Api = node.Address, Width = width }, "lookup", "1.1.1.1");

        TestContext.Current.TestOutputHelper?.WriteLine(run.Out);
        Assert.All(run.Lines, line => Assert.True(line.Length <= width, line));
        Assert.Contains("2001:db8:1234:5678::/64", run.Out, StringComparison.Ordinal);
        Assert.Contains("2001:db8:ffff::1", run.Out, StringComparison.Ordinal);
        Assert.Contains("{64511", run.Out, StringComparison.Ordinal);
        Assert.Equal(width == 200, run.Out.Contains('╭', StringComparison.Ordinal));
        Assert.DoesNotContain("\u001b", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Sessions_OnATerminal_FitItsWidth(int width)
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.AddRange([
            Samples.Session(),
            Samples.Session("edge2.fra1", "globex", "idle", "received NOTIFICATION Cease 6/2: maintenance until tomorrow, see ticket [4711]"),
        ]);

        var run = await Invocation.RunAsync(new Surroundings { Api = node.Address, Width = width }, "sessions");

        TestContext.Current.TestOutputHelper?.WriteLine(run.Out);
        Assert.All(run.Lines, line => Assert.True(line.Length <= width, line));
        Assert.Contains("established", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("BY-FAMILY", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_OnATerminalWithColor_UsesIt()
    {
        await using var node = await StubNode.StartAsync();
        node.Sessions.Add(Samples.Session(error: "[red]not markup[/]\u001b[2J"));

        var run = await Invocation.RunAsync(new Surroundings { Api = node.Address, Width = 200, Color = true }, "sessions");

        Assert.Contains("\u001b[32mestablished", run.Out, StringComparison.Ordinal);
        Assert.Contains("[red]not markup[/]\\u001b[2J", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OnATerminal_IsATable()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(new Surroundings { Api = node.Address, Width = 80 }, "status");

        TestContext.Current.TestOutputHelper?.WriteLine(run.Out);
        Assert.Contains("6 of 7 established", run.Out, StringComparison.Ordinal);
    }
}
