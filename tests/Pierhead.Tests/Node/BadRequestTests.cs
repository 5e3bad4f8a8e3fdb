using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>What a caller gets whose request makes no sense: a problem document in words of the API.</summary>
public sealed class BadRequestTests
{
    private static readonly Dictionary<string, string> Tenants = new() { ["acme.yaml"] = "tenant: acme\nasn: 64500\n" };

    [Fact]
    public async Task Get_ParameterThatCannotBeUsed_ProblemNamesIt()
    {
        await using var node = await RunningNode.StartAsync(Tenants);
        foreach (var (path, title) in new[]
        {
            ("sessions?limit=abc", "The parameter 'limit' cannot be used."),
            ("sessions?limit=", "The parameter 'limit' cannot be used."),
            ("routes?limit=99999999999", "The parameter 'limit' cannot be used."),
            ("routes?limit=1&limit=2", "The parameter 'limit' cannot be used."),
            ("routes?community=foo", "The parameter 'community' cannot be used."),
            ("routes?community=1:2:3:4", "The parameter 'community' cannot be used."),
            ("routes?community=", "The parameter 'community' cannot be used."),
            ("sessions?state=up", "The parameter 'state' cannot be used."),
            ("sessions?limit=0", "The parameter 'limit' cannot be used."),
            ("sessions?cursor=x", "The parameter 'cursor' cannot be used."),
            ("routes?prefix=198.51.100.1/24", "The parameter 'prefix' cannot be used."),
            ("routes?prefix=198.51.100.0/24&match=nearest", "The parameter 'match' cannot be used."),
            ("routes?match=longer", "The parameter 'match' cannot be used."),
            ("routes?family=ipx", "The parameter 'family' cannot be used."),
            ("routes?as_path=[", "The parameter 'as_path' cannot be used."),
            ("routes?community=064500:1", "The parameter 'community' cannot be used."),
            ("routes?community=0x0002", "The parameter 'community' cannot be used."),
            ("lookup?address=1.1.1", "The parameter 'address' cannot be used."),
            ("lookup", "The parameter 'address' cannot be used."),
            ("unknown?limit=99999999", "The parameter 'limit' cannot be used."),
        })
        {
            var (status, problem) = await AnswerAsync(await node.Client().GetAsync($"api/v1/{path}", TestContext.Current.CancellationToken));
            Assert.Equal((HttpStatusCode.BadRequest, title), (status, problem));
        }
    }

    [Theory]
    [InlineData("64500:1001")]
    [InlineData("64500:7:8")]
    [InlineData("rt:64500:1")]
    [InlineData("ro:64500L:1")]
    [InlineData("rt:192.0.2.1:1")]
    [InlineData("0x43000000000000AF")]
    public async Task Get_Community_InEveryFormThatRoutesShow(string community)
    {
        await using var node = await RunningNode.StartAsync(Tenants);
        using var answer = await node.Client().GetAsync($"api/v1/routes?community={community}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Post_BodyThatCannotBeUsed_ProblemShowsNothingOfTheProgram()
    {
        await using var node = await RunningNode.StartAsync(Tenants);
        foreach (var body in new[] { "", "null", "[]", "{", "{}", """{"device":5}""", """{"device":"a","extra":1}""" })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await node.Client().PostAsync("api/v1/sessions/clear", content, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(body == "{}" ? "Name the device" : "openapi", text, StringComparison.Ordinal);
            Assert.DoesNotContain("ClearRequest", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Reload_WhileStopping_IsRefusedWithTheReason()
    {
        await using var node = await RunningNode.StartAsync(Tenants);
        await node.Node.StopAsync("the test stops it");

        var result = node.Node.Reload();

        Assert.False(result.Applied);
        Assert.Equal(["stopping: routers are being told"], result.Errors);
    }

    private static async Task<(HttpStatusCode Status, string? Title)> AnswerAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            return (answer.StatusCode, problem.GetProperty("title").GetString());
        }
    }
}
