using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>Results as text and as JSON.</summary>
internal static class Report
{
    public static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static readonly string Header = $"{"workload",-13} {"target",-9} {"seconds",8} {"held",13} {"of",13} {"up",6} {"lost",5} {"B/route",8} {"MiB",7} {"cpu s",7}";

    public static string Row(RunResult result)
    {
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Workload,-13} {result.Target,-9} {result.Seconds?.ToString("F2", CultureInfo.InvariantCulture) ?? "-",8} {result.Held,13:N0} {result.Routes,13:N0} {result.Established,6} {result.Losses,5} {result.BytesPerRoute,8:F1} {result.ResidentBytes / 1048576.0,7:F0} {result.ProcessorSeconds,7:F1}"));
        if (result.GaveUp is { } why)
        {
            text.Append("  given up: ").Append(why);
        }

        if (result.LastLoss is { } loss)
        {
            text.Append("  last loss: ").Append(loss);
        }

        foreach (var (name, figure) in result.Figures)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name}={figure:0.##}");
        }

        return text.ToString();
    }

    /// <summary>Medians of the runs of each workload on each target.</summary>
    public static IEnumerable<RunResult> Medians(IEnumerable<RunResult> results) => results
        .GroupBy(result => (result.Workload, result.Target))
        .Select(runs => runs.OrderBy(run => run.Seconds ?? double.MaxValue).ElementAt((runs.Count() - 1) / 2));
}
