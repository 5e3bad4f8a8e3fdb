using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("status")]
    [InlineData("sessions")]
    [InlineData("routes")]
    [InlineData("lookup")]
    [InlineData("export")]
    [InlineData("unknown")]
    [InlineData("clear")]
    [InlineData("reload")]
    public async Task Help_OfEachCommand_ShowsAnExample(string command)
    {
        var run = await Invocation.RunAsync(new Surroundings(), command, "--help");

        Assert.Equal(0, run.Code);
        Assert.Contains("Examples:", run.Out, StringComparison.Ordinal);
        Assert.Contains($"pierhead {command}", run.Out, StringComparison.Ordinal);
        Assert.Contains("--api", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfTheProgram_HasALineForEachCommand()
    {
        var run = await Invocation.RunAsync(new Surroundings(), "--help");

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("Examples:", run.Out, StringComparison.Ordinal);
        Assert.Contains(run.Lines, line => line.StartsWith("  lookup <ADDRESS>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sesions --device x", "There is no command 'sesions'. Did you mean 'sessions'?")]
    [InlineData("frobnicate", "There is no command 'frobnicate'.")]
    public async Task Words_UnknownCommand_ExitTwoWithASuggestion(string words, string sentence)
    {
        var run = await Invocation.RunAsync(new Surroundings(), words.Split(' '));

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Equal($"{sentence}\nSee `pierhead --help`.\n", run.Error);
    }

    [Fact]
    public async Task Words_NotOneOfAFew_ExitTwoWithAllOfThemOnOneLine()
    {
        var run = await Invocation.RunAsync(new Surroundings(), "sessions", "--state", "up");

        Assert.Equal(2, run.Code);
        Assert.Equal(
            "Argument 'up' not recognized. Must be one of: 'idle' 'active' 'opensent' 'openconfirm' 'established'\n"
            + "See `pierhead sessions --help`.\n",
            run.Error);
    }

    [Fact]
    public async Task Words_None_ExitTwoWithTheCommands()
    {
        var run = await Invocation.RunAsync(new Surroundings());

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("  lookup <ADDRESS>", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_ReaderOfThePipeLeft_StopsQuietly()
    {
        await using var node = await StubNode.StartAsync();
        node.PageSize = 1;
        node.Routes.AddRange([Samples.Route(), Samples.Route(), Samples.Route()]);
        const int BrokenPipe = 32;

        var run = await Invocation.RunAsync(
            new Surroundings { Api = node.Address, OutputFails = new IOException("Broken pipe", BrokenPipe) }, "routes", "--all");

        Assert.Equal((1, ""), (run.Code, run.Error));
        Assert.Single(node.Asked);
    }

    [Fact]
    public async Task Output_DiskFull_SaysSo()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(
            new Surroundings { Api = node.Address, OutputFails = new IOException("No space left on device") }, "status");

        Assert.Equal((1, "Cannot write the output: No space left on device\n"), (run.Code, run.Error));
    }
}
