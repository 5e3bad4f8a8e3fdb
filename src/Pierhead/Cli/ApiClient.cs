using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Pierhead.Web.Contract;

namespace Pierhead.Cli;

/// <summary>
/// The node's API as the commands use it. Every failure, from a refused connection to a problem document, leaves as a
/// <see cref="CliException"/> with one sentence. No call lasts longer than <see cref="Timeout"/>.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private const int LargestAnswerBytes = 256 * 1024 * 1024;

    // An answer that lacks a member is one of another version, which is a sentence and not a null somewhere behind.
    private static readonly JsonSerializerOptions Strict = new(ApiJson.Options)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly HttpClient _http;
    private readonly ApiFailure _failure;

    public ApiClient(Uri address, string? token, TimeSpan? timeout = null)
    {
        Address = address;
        _failure = new ApiFailure(address, hasToken: token is not null);
        _http = new HttpClient(CreateHandler(address))
        {
            BaseAddress = new Uri(address, "api/v1/"),
            Timeout = timeout ?? Timeout,
            MaxResponseContentBufferSize = LargestAnswerBytes,
        };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Uri Address { get; }

    public void Dispose() => _http.Dispose();

    public async Task<JsonElement> GetAsync(ApiQuery query, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, query.ToString());
        return await SendAsync(request, cancel);
    }

    /// <summary>An answer of any length, written to a stream as it comes; how many octets.</summary>
    /// <param name="progress">Told of the octets so far, now and then.</param>
    public async Task<long> DownloadAsync(ApiQuery query, Stream destination, Action<long>? progress, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, query.ToString());
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (!response.IsSuccessStatusCode)
            {
                throw _failure.Problem(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancel));
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            return await CopyAsync(body, destination, progress, cancel);
        }
        catch (HttpRequestException exception)
        {
            throw _failure.Unreachable(exception);
        }
        catch (TaskCanceledException exception) when (!cancel.IsCancellationRequested)
        {
            throw _failure.TimedOut(_http.Timeout, exception);
        }
    }

    private async Task<long> CopyAsync(Stream from, Stream to, Action<long>? progress, CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        long octets = 0;
        int read;
        while ((read = await ReadAsync()) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
            octets += read;
            progress?.Invoke(octets);
        }

        return octets;

        // What fails here is the node or the way to it; what fails to be written is the caller's.
        async Task<int> ReadAsync()
        {
            try
            {
                return await from.ReadAsync(buffer, cancel);
            }
            catch (IOException exception)
            {
                throw _failure.CutShort(exception);
            }
        }
    }

    public async Task<JsonElement> PostAsync<T>(string path, T body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: ApiJson.Options) };
        return await SendAsync(request, cancel);
    }

    public async Task<JsonElement> PostAsync(string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        return await SendAsync(request, cancel);
    }

    /// <summary>An answer as its contract type.</summary>
    public T Read<T>(JsonElement answer)
    {
        try
        {
            return answer.Deserialize<T>(Strict) ?? throw _failure.NotPierhead();
        }
        catch (JsonException exception)
        {
            throw _failure.NotPierhead(exception);
        }
    }

    private static SocketsHttpHandler CreateHandler(Uri address) => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(5),
        // The token goes to the address that was named, and nowhere else.
        AllowAutoRedirect = false,
        UseProxy = !address.IsLoopback,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
    };

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            return response.IsSuccessStatusCode ? Parse(body) : throw _failure.Problem(response.StatusCode, body);
        }
        catch (HttpRequestException exception)
        {
            throw _failure.Unreachable(exception);
        }
        catch (TaskCanceledException exception) when (!cancel.IsCancellationRequested)
        {
            throw _failure.TimedOut(_http.Timeout, exception);
        }
    }

    private JsonElement Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException exception)
        {
            throw _failure.NotPierhead(exception);
        }
    }
}
