using System.Globalization;
using System.Net;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Health;

/// <summary>Asks the other nodes how they are: <c>GET /healthz</c> at each of their addresses.</summary>
public sealed class OtherNodes : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="patience">How long an answer may take.</param>
    public OtherNodes(TimeSpan patience) => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = patience,
        MaxResponseContentBufferSize = 4096,
    };

    private enum Word
    {
        Silent,
        Out,
        Drained,
        In,
    }

    public async Task<HealthOthers> AskAsync(FabricPlan plan, FabricMachine own, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var words = await Task.WhenAll(plan.Nodes.Select(node => node == own ? Task.FromResult(Word.Silent) : AskAsync(node, plan.Health.Port, cancel)));
        var place = plan.Nodes.IndexOf(own);
        return new HealthOthers(words.Count(word => word == Word.In), words.Take(place).Count(word => word == Word.Out));
    }

    public void Dispose() => _http.Dispose();

    private async Task<Word> AskAsync(FabricMachine node, int port, CancellationToken cancel) =>
        (await Task.WhenAll(node.Addresses.Select(address => AskAsync(address, port, cancel)))).Max();

    private async Task<Word> AskAsync(Ip address, int port, CancellationToken cancel)
    {
        try
        {
            var endpoint = new IPEndPoint(address.ToIPAddress(), port);
            using var answer = await _http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{endpoint}/healthz")), cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            return (answer.StatusCode, text.StartsWith(HealthReport.Drained, StringComparison.Ordinal)) switch
            {
                (HttpStatusCode.OK, _) => Word.In,
                (HttpStatusCode.ServiceUnavailable, true) => Word.Drained,
                (HttpStatusCode.ServiceUnavailable, false) => Word.Out,
                _ => Word.Silent,
            };
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // Not reached, which is an answer too: it is not counted as in.
            return Word.Silent;
        }
    }
}
