using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pierhead.Fabric.Health;
using Xunit;

namespace Pierhead.Fabric.Tests.Health;

public sealed class NodeApiTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, "ready\n", null)]
    [InlineData(503, "lane 1 does not answer\nno listener\n", "the node is not ready: lane 1 does not answer; no listener")]
    [InlineData(404, "", "readyz answered 404: this is no node of Pierhead")]
    public async Task NotReadyAsync_Answer_IsTheReason(int status, string body, string? reason)
    {
        using var server = new OneLineServer(_ => (status, body));
        using var api = new NodeApi(server.Address, null, null, Patience);
        var answer = await api.NotReadyAsync(Cancel);
        Assert.True(reason is null ? answer is null : answer!.EndsWith(reason, StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task NotReadyAsync_NobodyListens_SaysSo()
    {
        IPEndPoint gone;
        using (var server = new OneLineServer(_ => (200, "")))
        {
            gone = server.Address;
        }

        using var api = new NodeApi(gone, null, null, Patience);
        Assert.Contains("is not reached", await api.NotReadyAsync(Cancel), StringComparison.Ordinal);
        Assert.True((await Assert.ThrowsAsync<NodeApiException>(() => api.HoldsAsync(Cancel))).IsGone);
    }

    [Fact]
    public async Task NotReadyAsync_Tls_OnlyTheNodesOwnCertificate()
    {
        using var own = Certificate();
        using var other = Certificate();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, own.ExportCertificatePem(), Cancel);
            var known = new OwnCertificate(file);
            using var right = new OneLineServer(_ => (200, "ready\n"), own);
            using var wrong = new OneLineServer(_ => (200, "ready\n"), other);
            using var api = new NodeApi(right.Address, known, null, Patience);
            using var stranger = new NodeApi(wrong.Address, known, null, Patience);
            Assert.Null(await api.NotReadyAsync(Cancel));
            Assert.Contains("is not reached", await stranger.NotReadyAsync(Cancel), StringComparison.Ordinal);

            // Renewed in its file; the node goes on with the former until it is started again.
            await File.WriteAllTextAsync(file, other.ExportCertificatePem(), Cancel);
            Assert.Null(await stranger.NotReadyAsync(Cancel));
            Assert.Null(await api.NotReadyAsync(Cancel));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task HoldsAsync_Pages_AreOneListAndTheTokenIsShown()
    {
        using var server = new OneLineServer(path => (200, path.EndsWith("&cursor=b%2F", StringComparison.Ordinal)
            ? """{"items":[{"tenant":"t","device":"e2","address":"2001:db8::1","routes":{},"more":1}],"next":null}"""
            : """{"items":[{"tenant":"t","device":"e1","address":"192.0.2.1","routes":{"ipv4":3,"ipv6":4}}],"next":"b/"}"""));
        using var api = new NodeApi(server.Address, null, "secret", Patience);
        Assert.Equal(
            [new HeldSession("t", "e1", "192.0.2.1", 7, null), new HeldSession("t", "e2", "2001:db8::1", 0, null)], await api.HoldsAsync(Cancel));
        Assert.All(server.Asked, request => Assert.Contains("Authorization: Bearer secret", request, StringComparison.Ordinal));
        Assert.All(server.Asked, request => Assert.Contains("state=established", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, "{}", "wants a token")]
    [InlineData(500, "{}", "answered 500")]
    [InlineData(200, "{}", "no list of sessions")]
    [InlineData(200, "<html>", "no list of sessions")]
    [InlineData(200, """{"items":[],"next":"same"}""", "the same page of sessions twice")]
    public async Task HoldsAsync_NoList_SaysWhy(int status, string body, string words)
    {
        using var server = new OneLineServer(_ => (status, body));
        using var api = new NodeApi(server.Address, null, null, Patience);
        var exception = await Assert.ThrowsAsync<NodeApiException>(() => api.HoldsAsync(Cancel));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsGone);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=land-1", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
