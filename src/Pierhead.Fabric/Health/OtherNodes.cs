using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Health;

/// <summary>Asks the other nodes how they are: <c>GET /healthz</c> at each of their addresses, of which the best answer counts.</summary>
public sealed class OtherNodes : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="patience">How long an answer may take.</param>
    public OtherNodes(TimeSpan patience) => _http = new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, patience / 2, cancel),
    })
    {
        Timeout = patience,
        MaxResponseContentBufferSize = 4096,
    };

    public async Task<HealthOthers> AskAsync(FabricPlan plan, FabricMachine own, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var words = await WordsAsync(plan, own, cancel);
        var place = plan.Nodes.IndexOf(own);
        return new HealthOthers(words.Count(node => node.Word == NodeWord.In), words.Count(node => node.Word == NodeWord.Out && plan.Nodes.IndexOf(node.Node) < place));
    }

    /// <summary>Of each other node of the plan.</summary>
    public Task<(FabricMachine Node, NodeWord Word)[]> WordsAsync(FabricPlan plan, FabricMachine own, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(own);
        return Task.WhenAll(plan.Nodes.Where(node => node.Name != own.Name).Select(async node => (node, await AskAsync(node, plan.Health.Port, cancel))));
    }

    public void Dispose() => _http.Dispose();

    private async Task<NodeWord> AskAsync(FabricMachine node, int port, CancellationToken cancel) =>
        (await Task.WhenAll(node.Addresses.Select(address => AskAsync(address, port, cancel)))).Max();

    private async Task<NodeWord> AskAsync(Ip address, int port, CancellationToken cancel)
    {
        try
        {
            var endpoint = new IPEndPoint(address.ToIPAddress(), port);
            using var answer = await _http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{endpoint}/healthz")), cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            return (answer.StatusCode, text.StartsWith(HealthReport.Drained, StringComparison.Ordinal)) switch
            {
                (HttpStatusCode.OK, _) => NodeWord.In,
                (HttpStatusCode.ServiceUnavailable, true) => NodeWord.Drained,
                (HttpStatusCode.ServiceUnavailable, false) => NodeWord.Out,
                _ => NodeWord.Silent,
            };
        }
        catch (HttpRequestException exception)
        {
            // Who refuses a connection is there; that it does not answer is an answer too.
            return exception.InnerException is SocketException { SocketErrorCode: not SocketError.ConnectionRefused } ? NodeWord.NotReached : NodeWord.Silent;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return NodeWord.Silent;
        }
    }

    /// <summary>A connection, in half of the patience: one that is not made in time is not the same as an answer that does not come.</summary>
    private static async ValueTask<Stream> ConnectAsync(EndPoint server, TimeSpan patience, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
