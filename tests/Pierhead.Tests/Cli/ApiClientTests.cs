using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Pierhead.Cli;
using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class ApiClientTests
{
    [Fact]
    public async Task Command_NodeNotThere_SaysWhichAddressAndWhatToDo()
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";

        var run = await Invocation.RunAsync(new Surroundings(), "status", "--api", address);

        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.Equal(
            $"Cannot reach {address}: connection refused. Is `pierhead serve` running there? Set --api or PIERHEAD_API to its address.\n", run.Error);
    }

    [Theory]
    [InlineData("--api", "status")]
    [InlineData("status", "--api")]
    public async Task Api_OptionBeforeOrAfterTheCommand_WinsOverTheEnvironment(string first, string second)
    {
        await using var node = await StubNode.StartAsync();
        string[] words = first == "--api" ? [first, node.Address, second] : [first, second, node.Address];

        var run = await Invocation.RunAsync(new Surroundings { Api = "http://127.0.0.1:1" }, words);

        Assert.Equal(0, run.Code);
    }

    [Fact]
    public async Task Api_WithoutScheme_IsHttp()
    {
        await using var node = await StubNode.StartAsync();

        var run = await Invocation.RunAsync(new Surroundings(), "status", "--api", node.Address["http://".Length..]);

        Assert.Equal(0, run.Code);
    }

    [Theory]
    [InlineData("ftp://x", null, "--api is 'ftp://x'")]
    [InlineData(null, "http://user:secret@x", "PIERHEAD_API is 'http://user:secret@x'")]
    public async Task Api_NoAddress_ExitsTwo(string? option, string? variable, string sentence)
    {
        string[] words = option is null ? ["status"] : ["status", "--api", option];

        var run = await Invocation.RunAsync(new Surroundings { Api = variable }, words);

        Assert.Equal(2, run.Code);
        Assert.Equal($"{sentence}, which is not an address such as http://127.0.0.1:8080.\n", run.Error);
    }

    [Fact]
    public void Resolve_NothingSaid_IsTheDefaultOfTheNode() =>
        Assert.Equal("http://127.0.0.1:8080/", ApiAddress.Resolve(null, _ => null).ToString());

    [Theory]
    [InlineData("right", 0, "")]
    [InlineData("wrong", 1, "{0} does not accept the token in PIERHEAD_TOKEN.\n")]
    [InlineData("", 1, "{0} asks for a token: set PIERHEAD_TOKEN.\n")]
    public async Task Token_FromTheEnvironment_IsSentAsBearer(string token, int code, string error)
    {
        await using var node = await StubNode.StartAsync();
        node.Token = "right";

        var run = await Invocation.RunAsync(new Surroundings { Api = node.Address, Token = token }, "status");

        Assert.Equal(code, run.Code);
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, error, node.Address), run.Error);
    }

    [Fact]
    public async Task Problem_OfAParameter_IsOneSentenceAndExitTwo()
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = context => Results
            .Problem("It is one of:\n idle,\u001b[31m active.", statusCode: 400, title: "The parameter 'state' cannot be used.").ExecuteAsync(context);

        var run = await Invocation.RunAsync(node, "sessions");

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Equal("The parameter 'state' cannot be used: It is one of: idle,\\u001b[31m active.\n", run.Error);
    }

    [Theory]
    [InlineData(200, "<html>hello</html>")]
    [InlineData(200, "[1]")]
    [InlineData(200, "null")]
    [InlineData(200, "{\"items\":[{\"tenant\":5}],\"next\":null}")]
    [InlineData(404, "not here")]
    [InlineData(302, "")]
    public async Task Answer_NotPierheads_AsksWhetherTheAddressIsRight(int status, string body)
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            await context.Response.WriteAsync(body);
        };

        var run = await Invocation.RunAsync(node, "sessions");

        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.EndsWith("is the address right?\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_MissingMember_FailsAsASentence()
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = context => context.Response.WriteAsync("{}");

        var run = await Invocation.RunAsync(node, "status");

        Assert.Equal(1, run.Code);
        Assert.EndsWith("is the address right?\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NodeThatNeverAnswers_EndsAtTheTimeout()
    {
        await using var node = await StubNode.StartAsync();
        node.Instead = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var api = new ApiClient(new Uri(node.Address + "/"), token: null, timeout: TimeSpan.FromMilliseconds(50));

        var failure = await Assert.ThrowsAsync<CliException>(() => api.GetAsync(new ApiQuery("summary"), CancellationToken.None));

        Assert.Equal($"{node.Address} did not answer within 0s.", failure.Message);
    }

    [Fact]
    public async Task Command_Interrupted_ExitsAsShellsName()
    {
        await using var node = await StubNode.StartAsync();
        using var interrupt = new CancellationTokenSource();
        node.Instead = async context =>
        {
            await interrupt.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var run = await Invocation.RunAsync(new Surroundings { Api = node.Address, Interrupt = interrupt.Token }, "status");

        Assert.Equal(130, run.Code);
    }
}
