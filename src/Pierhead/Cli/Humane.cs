using System.Globalization;

namespace Pierhead.Cli;

/// <summary>Numbers as people read them. Always the invariant culture: an operator pastes them into tickets.</summary>
internal static class Humane
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><paramref name="one"/> or <paramref name="many"/>, after the number.</summary>
    public static string Count(long value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";

    public static string Bytes(long bytes)
    {
        const double Unit = 1024;
        double value = bytes;
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var unit = 0;
        while (value >= Unit && unit < units.Length - 1)
        {
            value /= Unit;
            unit++;
        }

        return unit == 0 ? $"{bytes} B" : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {units[unit]}");
    }

    /// <summary>The two largest units: <c>3d4h</c>, <c>4h12m</c>, <c>12m5s</c>, <c>9s</c>. A negative one (clocks differ) is <c>0s</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.Zero)
        {
            span = TimeSpan.Zero;
        }

        return span switch
        {
            { Days: > 0 } => $"{(int)span.TotalDays}d{span.Hours}h",
            { Hours: > 0 } => $"{span.Hours}h{span.Minutes}m",
            { Minutes: > 0 } => $"{span.Minutes}m{span.Seconds}s",
            _ => $"{span.Seconds}s",
        };
    }

    public static string Age(DateTimeOffset? since, DateTimeOffset now) => since is { } at ? Duration(now - at) : string.Empty;

    /// <summary>Memory for each route; null below a million routes, where what the process itself takes is most of it.</summary>
    public static string? BytesEach(long bytes, long routes) =>
        routes >= 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / routes:N1}") : null;
}
