namespace Pierhead.Control;

/// <summary>Finds the word that was meant.</summary>
public static class Nearest
{
    /// <summary>The candidate with the fewest edits, when these are few for the length of the word; else null.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > 64)
        {
            return null;
        }

        var wanted = Fold(word);
        string? best = null;
        var fewest = Math.Max(1, (word.Length + 1) / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) < fewest && Edits(wanted, Fold(candidate)) is var edits && edits < fewest)
            {
                (best, fewest) = (candidate, edits);
            }
        }

        return best;
    }

    /// <summary>"; did you mean `x`?", or nothing.</summary>
    public static string Suggest(string word, IEnumerable<string> candidates) =>
        Of(word, candidates) is { } nearest ? $"; did you mean `{nearest}`?" : "";

    private static string Fold(string word) => word.ToLowerInvariant().Replace('-', '_');

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    private static int Edits(string from, string to)
    {
        var before = new int[to.Length + 1];
        var last = Enumerable.Range(0, to.Length + 1).ToArray();
        var row = new int[to.Length + 1];
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = from[i - 1] == to[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[to.Length];
    }
}
