using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("status")]
    [InlineData("sessions")]
    [InlineData("routes")]
    [InlineData("lookup")]
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
    public async Task Words_UnknownCommand_ExitTwo()
    {
        var run = await Invocation.RunAsync(new Surroundings(), "sesions");

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("'sesions'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_None_ExitTwo()
    {
        var run = await Invocation.RunAsync(new Surroundings());

        Assert.Equal(2, run.Code);
        Assert.EndsWith("See `pierhead --help`.\n", run.Error, StringComparison.Ordinal);
    }
}
