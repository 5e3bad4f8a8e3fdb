using System.Net;
using System.Text.Json;
using Xunit;

namespace Pierhead.Tests.Node;

public sealed class BadParameterTests
{
    [Theory]
    [InlineData("sessions?state=up", "state")]
    [InlineData("sessions?limit=0", "limit")]
    [InlineData("sessions?cursor=x", "cursor")]
    [InlineData("routes?prefix=198.51.100.1/24", "prefix")]
    [InlineData("routes?prefix=198.51.100.0/24&match=nearest", "match")]
    [InlineData("routes?match=longer", "match")]
    [InlineData("routes?family=ipx", "family")]
    [InlineData("routes?as_path=[", "as_path")]
    [InlineData("routes?community=noexport", "community")]
    [InlineData("routes?community=064500:1", "community")]
    [InlineData("routes?community=0x0002", "community")]
    [InlineData("lookup?address=1.1.1", "address")]
    [InlineData("lookup", "address")]
    [InlineData("unknown?limit=99999999", "limit")]
    public async Task Get_ParameterThatMakesNoSense_IsAProblemThatNamesIt(string path, string parameter)
    {
        await using var node = await RunningNode.StartAsync(new Dictionary<string, string>());

        using var answer = await node.Client().GetAsync($"api/v1/{path}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"The parameter '{parameter}' cannot be used.", problem.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("64500:1001")]
    [InlineData("64500:7:8")]
    [InlineData("rt:64500:1")]
    [InlineData("ro:192.0.2.1:1")]
    [InlineData("rt:64500L:1")]
    [InlineData("0x0102030405060708")]
    public async Task Get_CommunityOfEachKind_IsTaken(string community)
    {
        await using var node = await RunningNode.StartAsync(new Dictionary<string, string>());

        using var answer = await node.Client().GetAsync($"api/v1/routes?community={community}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
