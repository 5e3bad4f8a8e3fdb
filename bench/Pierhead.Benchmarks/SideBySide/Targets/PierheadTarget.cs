using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pierhead.Benchmarks.SideBySide.Targets;

/// <summary>Pierhead as <c>make build</c> leaves it, with its API, metrics and page.</summary>
internal sealed partial class PierheadTarget : Target
{
    private const string Api = "http://127.0.0.1:8080";

    private readonly SpacedHttp _http = new(Lab.Node);

    public override string Name => "Pierhead";

    public override string Version => Shell.Try(Executable, "version").Output.Split('\n')[0].Trim();

    public override bool IsInstalled => File.Exists(Executable);

    /// <summary>Whether tables of lost routers are kept, and written down every second; the others keep none.</summary>
    public bool KeepsTables { get; set; }

    /// <summary>How long ago the tables were as they were written down; null before they were.</summary>
    public async Task<TimeSpan?> CheckpointAgeAsync() => Age().Match(await GetAsync("/metrics")) is { Success: true } match
        ? TimeSpan.FromSeconds(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
        : null;

    private string KeepStale => KeepsTables ? "10m" : "0s";

    private static string Executable => Path.GetFullPath("bin/pierhead");

    public override async Task<long?> HeldAsync()
    {
        try
        {
            using var json = JsonDocument.Parse(await GetAsync("/api/v1/summary"));
            return json.RootElement.GetProperty("routes").GetProperty("total").GetInt64();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    protected override async Task<bool> IsReadyAsync()
    {
        try
        {
            _ = await GetAsync("/readyz");
            return true;
        }
        catch (HttpRequestException)
        {
            // 503, with a line for each reason.
            return false;
        }
    }

    public override async Task<bool> KnowsAsync(string prefix)
    {
        var answer = await GetAsync($"/api/v1/routes?prefix={Uri.EscapeDataString(prefix)}&match=exact&limit=1");
        return answer.Contains(prefix, StringComparison.Ordinal);
    }

    /// <summary>Asks the API for something, from inside the lab.</summary>
    public Task<string> GetAsync(string path) => _http.GetAsync(Api + path);

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override void Launch(IReadOnlyList<string> routers)
    {
        Directory.CreateDirectory(FilePath("tenants"));
        File.WriteAllText(FilePath("pierhead.yaml"), $"""
            node: bench
            bgp: {Open} listen: ["{Lab.NodeAddress}:179"], router_id: {Lab.NodeAddress} {Close}
            api: {Open} listen: ["127.0.0.1:8080"] {Close}
            state: {Open} path: state, checkpoint: {(KeepsTables ? "1s" : "1m")} {Close}

            """);
        var text = new StringBuilder("tenant: bench\nasn: 64500\n");
        if (routers.Count > ListedRouters)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"accept:\n  - {{ from: {Lab.RouterRange}, max_sessions: 60000, bgp: {{ keep_stale: {KeepStale} }} }}");
        }
        else
        {
            text.AppendLine("devices:");
            foreach (var (index, router) in routers.Index())
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  - {{ name: r{index}, addresses: [{router}], bgp: {{ keep_stale: {KeepStale} }} }}");
            }
        }

        File.WriteAllText(FilePath("tenants/bench.yaml"), text.ToString());
        Run(Executable, "serve", "--config", Folder);
    }

    private const string Open = "{";
    private const string Close = "}";

    [GeneratedRegex(@"^pierhead_checkpoint_age_seconds(?:\{[^}]*\})? (\S+)", RegexOptions.Multiline)]
    private static partial Regex Age();
}
