using System.Collections.Immutable;
using System.Globalization;
using Pierhead.Control.Yaml;

namespace Pierhead.Control.Values;

/// <summary>
/// Turns single values into what they must be. An absent node gives null in silence; a wrong one gives null and is reported, with the
/// key that it stands at and, where it can be told, the right way to write it.
/// </summary>
internal sealed partial class ValueReader(Report report)
{
    private const int MaxTextLength = 1024;

    /// <summary>A text that is not empty and stays on one line.</summary>
    public string? Text(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        return text.Length is 0 or > MaxTextLength || text.Any(char.IsControl)
            ? Fail(node!, $"`{key}` is one line of 1 to {MaxTextLength} characters")
            : text;
    }

    /// <summary>A name that can stand in a path, in <c>tenant/device@address</c> and in a shell without quotes around it.</summary>
    public string? Name(Node? node, string key)
    {
        if (Text(node, key) is not { } text)
        {
            return null;
        }

        return text.Length > 253 || text.Any(c => char.IsWhiteSpace(c) || c is '/' or '@' or '"' or '\'' or '\\') || text is "*" or "." or ".."
            ? Fail(node!, $"`{key}` is a name without spaces, slashes, quotes and `@`, of at most 253 characters, not {Shown.Name(text)}")
            : text;
    }

    public string? TenantName(Node? node, string key)
    {
        if (Text(node, key) is not { } text)
        {
            return null;
        }

        return text.Length <= 63 && TenantNames().IsMatch(text)
            ? text
            : Fail(node!, $"`{key}` is a name of a-z, 0-9, `.`, `_` and `-` that begins with a letter or digit, not {Shown.Name(text)}");
    }

    public long? Number(Node? node, string key, long from, long to)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to)
        {
            return value;
        }

        var range = string.Create(CultureInfo.InvariantCulture, $"{from} to {to}");
        report.Error(node!, $"`{key}` is a number from {range}, not {Shown.Name(text)}");
        return null;
    }

    public bool? Flag(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        switch (text)
        {
            case "true" or "True" or "TRUE":
                return true;
            case "false" or "False" or "FALSE":
                return false;
            default:
                report.Error(node!, $"`{key}` is `true` or `false`, not {Shown.Name(text)}");
                return null;
        }
    }

    /// <summary>One of a few words.</summary>
    public string? Word(Node? node, string key, params IReadOnlyList<string> words)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        var all = string.Join(", ", words.Select(word => $"`{word}`"));
        return Fail(node!, $"`{key}` is one of {all}, not {Shown.Name(text)}{Nearest.Suggest(text, words)}");
    }

    /// <summary>ISO 3166-1 alpha-2, in upper case.</summary>
    public string? Country(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        return text.Length == 2 && text.All(char.IsAsciiLetter)
            ? text.ToUpperInvariant()
            : Fail(node!, $"`{key}` is a country code of two letters (ISO 3166-1), not {Shown.Name(text)}");
    }

    /// <summary>The items of a list that are right, each with its node. A key without value is an empty list.</summary>
    public ImmutableArray<(Node At, T Value)> List<T>(Node? node, string key, Func<Node, string, T?> read)
        where T : struct
    {
        var items = ImmutableArray.CreateBuilder<(Node, T)>();
        foreach (var item in Items(node, key))
        {
            if (read(item, key) is { } value)
            {
                items.Add((item, value));
            }
        }

        return items.ToImmutable();
    }

    /// <summary>The same, where an item that is there already is a mistake.</summary>
    public ImmutableArray<(Node At, T Value)> Set<T>(Node? node, string key, Func<Node, string, T?> read)
        where T : struct
    {
        var seen = new HashSet<T>();
        var items = List(node, key, read);
        foreach (var (at, value) in items)
        {
            if (!seen.Add(value))
            {
                report.Error(at, $"{Shown.Name(Convert.ToString(value, CultureInfo.InvariantCulture)!)} stands twice in `{key}`");
            }
        }

        return items;
    }

    public IReadOnlyList<Node> Items(Node? node, string key)
    {
        if (node is null || node.IsNull)
        {
            return [];
        }

        if (node is ListNode list)
        {
            return list.Items;
        }

        report.Error(node, $"`{key}` is a list, not {node.Kind}; write it in brackets: `{key}: [...]`");
        return [];
    }

    /// <summary>The text of a single value, which must be there.</summary>
    private string? Scalar(Node? node, string key) => node switch
    {
        null => null,
        ScalarNode { IsNull: false } scalar => scalar.Text,
        { IsNull: true } => Fail(node, $"`{key}` has no value"),
        _ => Fail(node, $"`{key}` is a single value, not {node.Kind}"),
    };

    private string? Fail(Node node, string message)
    {
        report.Error(node, message);
        return null;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]*\z")]
    private static partial System.Text.RegularExpressions.Regex TenantNames();
}
