using Pierhead.Fabric.Announcing;
using Xunit;

namespace Pierhead.Fabric.Tests.Announcing;

public sealed class BirdReplyTests
{
    [Theory]
    [InlineData("0001 BIRD 2.0.12 ready.\n", 1, true, "BIRD 2.0.12 ready.")]
    [InlineData("0002-Reading configuration from /run/bird.conf\n0003 Reconfigured\n", 3, true, "Reading configuration from /run/bird.conf; Reconfigured")]
    [InlineData("1007-Table master4:\n 203.0.113.10/32 blackhole\n0000 \n", 0, true, "Table master4:; 203.0.113.10/32 blackhole; ")]
    [InlineData("0002-Reading configuration from x\n8002 x:3:1 syntax error\n", 8002, false, "Reading configuration from x; x:3:1 syntax error")]
    [InlineData("9001 syntax error, unexpected CF_SYM_UNDEFINED\n", 9001, false, "syntax error, unexpected CF_SYM_UNDEFINED")]
    public async Task ReadAsync_Reply_IsItsLastCodeAndItsWords(string lines, int code, bool succeeded, string text)
    {
        var reply = await BirdReply.ReadAsync(new StringReader(lines), TestContext.Current.CancellationToken);
        Assert.Equal((code, succeeded, text), (reply.Code, reply.Succeeded, reply.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0002-Reading configuration\n")]
    [InlineData("hello\n")]
    [InlineData("12345 no\n")]
    public async Task ReadAsync_NoReply_IsAnError(string lines) =>
        await Assert.ThrowsAsync<IOException>(() => BirdReply.ReadAsync(new StringReader(lines), TestContext.Current.CancellationToken));
}
