using System.Net;
using Pierhead.Tests.Cli;
using Xunit;

namespace Pierhead.Tests.Page;

public sealed class PageEndpointsTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page/page.css", "text/css")]
    [InlineData("/page/page.js", "text/javascript")]
    [InlineData("/page/table.js", "text/javascript")]
    [InlineData("/page/api.js", "text/javascript")]
    [InlineData("/page/icon.svg", "image/svg+xml")]
    public async Task Get_EachFile_HasItsTypeAndAStrictPolicy(string path, string type)
    {
        await using var node = await StubNode.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(node.Address) };

        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Get_WithTheTagOfBefore_IsNotSentAgain()
    {
        await using var node = await StubNode.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(node.Address) };
        using var first = await http.GetAsync(new Uri("/page/page.js", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page/page.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Get_FileThatIsNone_IsNotFound()
    {
        await using var node = await StubNode.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(node.Address) };

        using var answer = await http.GetAsync(new Uri("/page/%2e%2e/secret", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
