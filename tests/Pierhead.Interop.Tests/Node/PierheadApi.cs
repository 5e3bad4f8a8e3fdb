using System.Net.Http.Json;
using Pierhead.Web.Contract;

namespace Pierhead.Interop.Tests.Node;

/// <summary>The node's API, asked as an operator's tool would.</summary>
internal sealed class PierheadApi(HttpClient client) : IDisposable
{
    private const int PageSize = 5000;

    public async Task<bool> IsReady()
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public Task<IReadOnlyList<Session>> Sessions(string? device = null) =>
        All<Session>(device is null ? "api/v1/sessions?" : $"api/v1/sessions?device={device}&");

    /// <summary>The one session from an address.</summary>
    public async Task<Session> Session(string address) =>
        Assert.Single(await Sessions(), session => session.Address == address);

    /// <summary>Every route of a device, in however many pages.</summary>
    public Task<IReadOnlyList<Route>> Routes(string device) => All<Route>($"api/v1/routes?device={device}&");

    public async Task<Summary> Summary() => (await client.GetFromJsonAsync<Summary>("api/v1/summary", ApiJson.Options))!;

    public Task<string> Metrics() => client.GetStringAsync(new Uri("metrics", UriKind.Relative));

    public Task<ClearResult> Clear(string device, bool soft) =>
        Post<ClearResult>("api/v1/sessions/clear", new ClearRequest(device, Soft: soft));

    public Task<ReloadResult> Reload() => Post<ReloadResult>("api/v1/reload", null);

    public void Dispose() => client.Dispose();

    private async Task<T> Post<T>(string path, object? body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, ApiJson.Options);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<T>(ApiJson.Options))!;
    }

    private async Task<IReadOnlyList<T>> All<T>(string path)
    {
        var items = new List<T>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? string.Empty : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = (await client.GetFromJsonAsync<Page<T>>($"{path}limit={PageSize}{next}", ApiJson.Options))!;
            items.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return items;
    }
}
