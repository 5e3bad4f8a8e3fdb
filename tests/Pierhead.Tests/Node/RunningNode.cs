using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Pierhead.Control;
using Pierhead.Hosting;
using Pierhead.Web.Contract;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>A whole node in this process, on loopback and ports of its own, over a tree in a folder of its own.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private readonly string _directory;
    private readonly List<HttpClient> _clients = [];

    private RunningNode(string directory, PierheadNode node, IPEndPoint bgp, Uri api)
    {
        _directory = directory;
        Node = node;
        Bgp = bgp;
        Api = api;
    }

    public PierheadNode Node { get; }

    public IPEndPoint Bgp { get; }

    public Uri Api { get; }

    public string Directory => _directory;

    /// <param name="tenants">Content of tenant files by file name.</param>
    /// <param name="tokens">Tokens by name: their role, tenant and text; none for an API without.</param>
    public static async Task<RunningNode> StartAsync(
        IReadOnlyDictionary<string, string> tenants, IReadOnlyList<(string Name, string Role, string Tenant, string Text)>? tokens = null)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("pierhead-test-").FullName;
        var bgp = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        var api = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        var tokensKey = tokens is null ? string.Empty : ", tokens: tokens.yaml";
        Write(directory, "pierhead.yaml", $$"""
            node: test-1
            bgp: { listen: ["{{bgp}}"], router_id: 192.0.2.1 }
            api: { listen: ["{{api}}"]{{tokensKey}} }
            """);
        foreach (var (name, content) in tenants)
        {
            Write(directory, $"tenants/{name}", content);
        }

        if (tokens is not null)
        {
            Write(directory, "tokens.yaml", "tokens:\n" + string.Concat(tokens.Select(token =>
                $"  - {{ name: {token.Name}, role: {token.Role}, tenant: \"{token.Tenant}\", sha256: \"{Hash(token.Text)}\" }}\n")));
        }

        var loaded = ConfigTree.Load(directory);
        Assert.Empty(loaded.Errors);
        var node = new PierheadNode(directory, loaded.Configuration!, TimeProvider.System, logging => logging.SetMinimumLevel(LogLevel.None));
        await node.StartAsync(loaded.Warnings, TestContext.Current.CancellationToken);
        return new RunningNode(directory, node, bgp, new Uri($"http://{api}/"));
    }

    public void Write(string name, string content) => Write(_directory, name, content);

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient { BaseAddress = Api };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        _clients.Add(client);
        return client;
    }

    public static async Task<T> GetAsync<T>(HttpClient client, string path) =>
        (await client.GetFromJsonAsync<T>(path, ApiJson.Options, TestContext.Current.CancellationToken))!;

    /// <summary>Waits until something holds; what it waits for is the test's bound.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            Assert.False(bound.IsCancellationRequested, $"not within a minute: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Node.StopAsync("the test ends");
        await Node.DisposeAsync();
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    private static void Write(string directory, string name, string content)
    {
        var path = Path.Combine(directory, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
