namespace Pierhead.Control.Yaml;

/// <summary>
/// The parser's words for the commonest mistakes, said in the operator's. Its own words are never repeated: they may hold a piece of
/// the file, which may be a password that was not quoted.
/// </summary>
internal static class YamlProblem
{
    private static readonly (string Theirs, string Ours)[] Phrases =
    [
        ("invalid mapping", "a `:` where no key can stand; check the indentation, and quote a value that holds `: `"),
        ("mapping values", "a `:` where no key can stand; check the indentation, and quote a value that holds `: `"),
        ("cannot start any token", "a value cannot begin with this character unless it is quoted"),
        ("block mapping", "a line that is no `key: value`; check the `:`, the indentation and the quotes around here"),
        ("simple key", "a line that is no `key: value`; check the `:`, the indentation and the quotes around here"),
        ("block collection", "a line that is no `- item` of the list above; check the indentation"),
        ("block sequence", "a line that is no `- item` of the list above; check the indentation"),
        ("flow mapping", "a `{` without its `}`, or a `,` missing between"),
        ("flow sequence", "a `[` without its `]`, or a `,` missing between"),
        ("unknown escape", "an unknown `\\` escape; put the text in single quotes"),
        ("quoted scalar", "a quoted text does not end"),
        ("anchor or alias", "`*` and `&` have a meaning here; quote a text that begins with one"),
        ("a tag", "`!` has a meaning here; quote a text that begins with it"),
        ("directive", "`%` has a meaning at the beginning of a line; quote a text that begins with it"),
        ("expected node content", "a bracket or comma where a value is expected"),
    ];

    public static (int Line, string Message) Explain(string theirs, int line, string text)
    {
        var lines = text.Split('\n');
        line = Math.Clamp(line, 1, text.EndsWith('\n') ? Math.Max(1, lines.Length - 1) : lines.Length);
        if (theirs.Contains(" tab ", StringComparison.OrdinalIgnoreCase))
        {
            // The parser's mark is where the value before began.
            var tabbed = Array.FindIndex(lines, line - 1, IsIndentedByTab);
            return (tabbed < 0 ? line : tabbed + 1, "a tab in the indentation; YAML takes spaces only");
        }

        foreach (var (phrase, ours) in Phrases)
        {
            if (theirs.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return (line, $"not valid YAML: {ours}");
            }
        }

        return (line, "not valid YAML: check the indentation, quotes and brackets around here");
    }

    private static bool IsIndentedByTab(string line)
    {
        var indentation = line.AsSpan()[..^line.AsSpan().TrimStart(" \t").Length];
        return indentation.Contains('\t');
    }
}
