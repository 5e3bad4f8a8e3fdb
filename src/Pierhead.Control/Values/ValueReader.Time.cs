using System.Globalization;
using Pierhead.Control.Yaml;

namespace Pierhead.Control.Values;

/// <summary>Durations, intervals and percentages.</summary>
internal sealed partial class ValueReader
{
    private const int MaxDays = 36500;

    /// <summary>A duration with its unit: <c>30s</c>, <c>5m</c>, <c>24h</c>, <c>10d</c>, or a bare 0.</summary>
    public TimeSpan? Duration(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (TryDuration(text, out var duration))
        {
            return duration;
        }

        var hint = text.Length > 0 && text.All(char.IsAsciiDigit) ? $"; write {Shown.Line(text)}s for seconds" : "";
        report.Error(node!, $"`{key}` is a duration such as 30s, 5m, 24h or 10d, not {Shown.Name(text)}{hint}");
        return null;
    }

    /// <summary>A short time within bounds: <c>100ms</c>, <c>1s</c>.</summary>
    public TimeSpan? Interval(Node? node, string key, TimeSpan from, TimeSpan to)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        var isInterval = text.EndsWith("ms", StringComparison.Ordinal) && TryNumber(text[..^2], 0, int.MaxValue, out var count)
            ? TimeSpan.FromMilliseconds(count)
            : TryDuration(text, out var duration) ? duration : (TimeSpan?)null;
        if (isInterval is { } interval && interval >= from && interval <= to)
        {
            return interval;
        }

        report.Error(node!, $"`{key}` is a time from {Short(from)} to {Short(to)}, such as 100ms or 1s, not {Shown.Name(text)}");
        return null;

        static string Short(TimeSpan time) => time.TotalSeconds < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0}s");
    }

    /// <summary>Seconds, bare or as a duration: 0 for no keepalives, else at least 3 (RFC 4271 section 4.2) and what 16 bits hold.</summary>
    public TimeSpan? HoldTime(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        var time = TimeSpan.FromSeconds(seconds);
        if ((isNumber || TryDuration(text, out time)) && time.TotalSeconds is 0 or (>= 3 and <= ushort.MaxValue))
        {
            return time;
        }

        report.Error(node!, $"`{key}` is 0 or 3 to 65535 seconds, not {Shown.Name(text)}");
        return null;
    }

    /// <summary>Whole percent, 1 to 100, with its sign.</summary>
    public int? Percent(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (text.EndsWith('%') && TryNumber(text[..^1], 1, 100, out var percent))
        {
            return percent;
        }

        report.Error(node!, $"`{key}` is a percentage from 1% to 100%, such as 80%, not {Shown.Name(text)}");
        return null;
    }

    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        var seconds = text is [.., var unit] ? unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 } : 0;
        if (seconds == 0 || !TryNumber(text[..^1], 0, int.MaxValue, out var count) || (long)count * seconds > MaxDays * 86400L)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds((long)count * seconds);
        return true;
    }
}
