using System.Globalization;

namespace Pierhead.Control.Changes;

/// <summary>The changed properties of one thing, as a line.</summary>
internal sealed class ChangeList
{
    private readonly List<string> _changes = [];

    public void Add<T>(string name, T old, T @new)
    {
        if (!EqualityComparer<T>.Default.Equals(old, @new))
        {
            _changes.Add($"{name} {Show(old)} -> {Show(@new)}");
        }
    }

    /// <summary>A list, in whatever order.</summary>
    public void AddSet<T>(string name, IEnumerable<T> old, IEnumerable<T> @new)
    {
        var (before, after) = (old.ToHashSet(), @new.ToHashSet());
        var changes = before.Where(item => !after.Contains(item)).Select(item => $"-{Show(item)}")
            .Concat(after.Where(item => !before.Contains(item)).Select(item => $"+{Show(item)}"))
            .ToList();
        if (changes.Count > 0)
        {
            _changes.Add($"{name} {string.Join(' ', changes)}");
        }
    }

    /// <summary>Something whose content is too long, or too secret, to show.</summary>
    public void AddHidden(string name, bool isSame)
    {
        if (!isSame)
        {
            _changes.Add($"{name} changed");
        }
    }

    public override string ToString() => string.Join(", ", _changes);

    private static string Show<T>(T value) => value switch
    {
        null => "none",
        TimeSpan time => Show(time),
        bool flag => flag ? "true" : "false",
        Enum word => word.ToString().ToLowerInvariant(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ when value.ToString() is { Length: > 0 } text => Shown.Line(text),
        _ => "none",
    };

    private static string Show(TimeSpan time)
    {
        var seconds = (long)time.TotalSeconds;
        var (unit, size) = seconds switch
        {
            0 => ("s", 1L),
            _ when seconds % 86400 == 0 => ("d", 86400),
            _ when seconds % 3600 == 0 => ("h", 3600),
            _ when seconds % 60 == 0 => ("m", 60),
            _ => ("s", 1),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / size}{unit}");
    }
}
