using Microsoft.AspNetCore.Http;
using Xunit;

namespace Pierhead.Tests.Cli;

/// <summary>The file of <c>pierhead export</c>: whole, or as it was before. What is in it is a matter of the node's tests.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private static readonly byte[] Octets = [.. Enumerable.Range(0, 300_000).Select(n => (byte)n)];

    private readonly string _folder = Directory.CreateTempSubdirectory("pierhead-export-").FullName;

    private string Target => Path.Combine(_folder, "edge1.mrt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Export_Words_AreAskedOfTheApi()
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = context => context.Response.Body.WriteAsync(Octets).AsTask();

        var run = await Invocation.RunAsync(node, "export", "--mrt", Target, "--device", "edge 1", "--tenant", "acme", "--address", "2001:db8::1");

        Assert.Equal((0, "", $"Wrote 293.0 KiB to {Target}.\n"), (run.Code, run.Out, run.Error));
        Assert.Equal(["GET /api/v1/export/mrt?device=edge%201&tenant=acme&address=2001%3Adb8%3A%3A1"], node.Asked);
        Assert.Equal(Octets, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Export_OnATerminal_ShowsProgressOnALineOfItsOwn()
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = context => context.Response.Body.WriteAsync(Octets).AsTask();

        var run = await Invocation.RunAsync(new Surroundings { Api = node.Address, Width = 80 }, "export", "--mrt", Target, "--device", "edge1");

        Assert.Equal(0, run.Code);
        Assert.Contains("293.0 KiB \n", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"\nWrote 293.0 KiB to {Target}.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_AnswerCutShort_LeavesTheFileAsItWas()
    {
        await File.WriteAllTextAsync(Target, "before", TestContext.Current.CancellationToken);
        await using var node = await StubNode.StartAsync();
        node.Instead = async context =>
        {
            await context.Response.Body.WriteAsync(Octets);
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        var run = await Invocation.RunAsync(node, "export", "--mrt", Target, "--device", "edge1");

        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.StartsWith($"{node.Address} did not send all of its answer: ", run.Error, StringComparison.Ordinal);
        Assert.Equal("before", await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Export_FileThatCannotBeWritten_ExitsOneWithItsName()
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = context => context.Response.Body.WriteAsync(Octets).AsTask();
        var nowhere = Path.Combine(_folder, "nowhere", "edge1.mrt");

        var run = await Invocation.RunAsync(node, "export", "--mrt", nowhere, "--device", "edge1");

        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.StartsWith($"{nowhere} cannot be written: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(node.Asked);
    }

    [Fact]
    public async Task Export_NodeRefuses_SaysWhyAndMakesNoFile()
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = context => Results
            .Problem("There is no session of a device 'edge9'.", statusCode: 404, title: "There is no such thing.").ExecuteAsync(context);

        var run = await Invocation.RunAsync(node, "export", "--mrt", Target, "--device", "edge9");

        Assert.Equal((1, "There is no such thing: There is no session of a device 'edge9'.\n"), (run.Code, run.Error));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("--mrt x.mrt", "Option '--device' is required.")]
    [InlineData("--device edge1", "Option '--mrt' is required.")]
    public async Task Export_WrongWords_ExitTwo(string words, string sentence)
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(node, ["export", .. words.Split(' ')]);

        Assert.Equal((2, $"{sentence}\nSee `pierhead export --help`.\n"), (run.Code, run.Error));
        Assert.Empty(node.Asked);
    }
}
