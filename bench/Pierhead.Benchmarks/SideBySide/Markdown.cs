using System.Globalization;
using System.Text;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>Results as a page: a table, and a chart of what took how long.</summary>
internal static class Markdown
{
    public static string Of(Machine machine, IEnumerable<string> versions, IReadOnlyCollection<RunResult> medians)
    {
        var text = new StringBuilder();
        Line(text, $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes >> 30} GiB, Linux {machine.Kernel}, {machine.Runtime}, {machine.At:yyyy-MM-dd}.");
        Line(text, $"{string.Join("; ", versions)}.");
        Line(text, $"");
        Line(text, $"| workload | target | seconds | routes held | of | sessions lost | resident, MiB | octets a route |");
        Line(text, $"|---|---|---|---|---|---|---|---|");
        foreach (var result in medians)
        {
            Line(text, $"| {result.Workload} | {result.Target} | {Seconds(result)} | {result.Held:N0} | {result.Routes:N0} | {result.Losses} | {result.ResidentBytes / 1048576.0:F0} | {result.BytesPerRoute:F1} |");
        }

        foreach (var workload in medians.GroupBy(result => result.Workload).Where(group => group.Count(result => result.Seconds is not null) > 1))
        {
            Chart(text, workload.Key, [.. workload.Where(result => result.Seconds is not null)]);
        }

        return text.ToString();
    }

    private static string Seconds(RunResult result) =>
        result.Seconds?.ToString("F2", CultureInfo.InvariantCulture) ?? result.GaveUp ?? "-";

    private static void Chart(StringBuilder text, string workload, RunResult[] results)
    {
        Line(text, $"");
        Line(text, $"```mermaid");
        Line(text, $"xychart-beta horizontal");
        Line(text, $"    title \"{workload}: seconds until every route is held and answerable\"");
        Line(text, $"    x-axis [{string.Join(", ", results.Select(result => $"\"{result.Target}\""))}]");
        Line(text, $"    y-axis \"seconds\" 0 --> {Math.Ceiling(results.Max(result => result.Seconds!.Value))}");
        Line(text, $"    bar [{string.Join(", ", results.Select(result => result.Seconds!.Value.ToString("F2", CultureInfo.InvariantCulture)))}]");
        Line(text, $"```");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
