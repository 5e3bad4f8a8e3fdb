using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Pierhead.Fabric.Health;

/// <summary>The API of the node on this machine, as far as its health is concerned.</summary>
public sealed class NodeApi : IDisposable
{
    private const int PageSize = 10_000;
    private const int MostPages = 1000;
    private const int LargestAnswer = 64 * 1024 * 1024;

    /// <summary>A long list takes a node longer than a word about itself.</summary>
    private static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly HttpClient _http;
    private readonly TimeSpan _patience;

    /// <param name="listen">Where the API listens; a wildcard is asked at loopback.</param>
    /// <param name="certificate">Its certificate; null where it speaks plain HTTP.</param>
    /// <param name="token">What it wants to hear before it shows sessions; null for none.</param>
    /// <param name="patience">How long the word whether it is ready may take.</param>
    public NodeApi(IPEndPoint listen, OwnCertificate? certificate, string? token, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(listen);
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        if (certificate is not null)
        {
            // The name in it is the one that operators use, not this address: it is known by itself.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => certificate.Is(presented);
        }

        _patience = patience;
        Address = new Uri($"{(certificate is null ? "http" : "https")}://{Reachable(listen)}/");
        _http = new HttpClient(handler) { BaseAddress = Address, Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Uri Address { get; }

    /// <summary>Null where the node lets routers in; else why not.</summary>
    public async Task<string?> NotReadyAsync(CancellationToken cancel)
    {
        using var limit = Limited(_patience, cancel);
        try
        {
            using var answer = await _http.GetAsync(new Uri("readyz", UriKind.Relative), limit.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return null;
            }

            var reasons = (await answer.Content.ReadAsStringAsync(limit.Token)).Trim().ReplaceLineEndings("; ");
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable
                ? $"the node is not ready: {reasons}"
                : $"{Address}readyz answered {(int)answer.StatusCode}: this is no node of Pierhead";
        }
        catch (HttpRequestException exception)
        {
            return $"the node's API at {Address} is not reached: {exception.InnerException?.Message ?? exception.Message}";
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"the node's API at {Address} did not answer in {_patience.TotalSeconds:0.##} s";
        }
    }

    /// <summary>Its established sessions, page after page.</summary>
    /// <exception cref="NodeApiException">They cannot be had; the message says why.</exception>
    public async Task<ImmutableArray<HeldSession>> HoldsAsync(CancellationToken cancel)
    {
        var holds = ImmutableArray.CreateBuilder<HeldSession>();
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var (items, next) = await PageAsync(cursor, cancel);
            holds.AddRange(items.Select(item => new HeldSession(item.Tenant, item.Device, item.Address, item.Routes.Values.Sum(), item.EstablishedAt)));
            if (next is null)
            {
                return holds.ToImmutable();
            }

            if (next == cursor)
            {
                throw new NodeApiException($"{Address} gave the same page of sessions twice");
            }

            cursor = next;
        }

        throw new NodeApiException($"{Address} gave {MostPages} pages of sessions and no last one");
    }

    public void Dispose() => _http.Dispose();

    private static IPEndPoint Reachable(IPEndPoint listen) =>
        listen.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, listen.Port)
        : listen.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, listen.Port)
        : listen;

    private static CancellationTokenSource Limited(TimeSpan patience, CancellationToken cancel)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        return limit;
    }

    private async Task<SessionPage> PageAsync(string? cursor, CancellationToken cancel)
    {
        var query = $"api/v1/sessions?state=established&limit={PageSize}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}";
        using var limit = Limited(ListPatience, cancel);
        try
        {
            using var answer = await _http.GetAsync(new Uri(query, UriKind.Relative), limit.Token);
            if (!answer.IsSuccessStatusCode)
            {
                throw new NodeApiException(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    ? $"{Address} wants a token to show the sessions of all tenants: --token-file, or PIERHEAD_TOKEN"
                    : $"{Address}api/v1/sessions answered {(int)answer.StatusCode}");
            }

            return JsonSerializer.Deserialize<SessionPage>(await answer.Content.ReadAsByteArrayAsync(limit.Token), Json)
                ?? throw new NodeApiException($"{Address}api/v1/sessions answered null");
        }
        catch (HttpRequestException exception)
        {
            var isRefused = exception.InnerException is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionRefused };
            throw new NodeApiException($"{Address} is not reached: {exception.Message}", exception) { IsGone = isRefused };
        }
        catch (OperationCanceledException exception) when (!cancel.IsCancellationRequested)
        {
            throw new NodeApiException($"{Address}api/v1/sessions did not answer in {ListPatience.TotalSeconds:0} s", exception);
        }
        catch (JsonException exception)
        {
            throw new NodeApiException($"{Address}api/v1/sessions answered what is no list of sessions: {exception.Message}", exception);
        }
    }

    private sealed record SessionPage(ImmutableArray<SessionItem> Items, string? Next);

    private sealed record SessionItem(string Tenant, string Device, string Address, Dictionary<string, long> Routes, DateTimeOffset? EstablishedAt = null);
}
