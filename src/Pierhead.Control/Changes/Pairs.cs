namespace Pierhead.Control.Changes;

/// <summary>Two versions of a list whose items have identities.</summary>
internal static class Pairs
{
    /// <summary>Writes a line for each item that was added, removed or changed, in order of the key.</summary>
    /// <param name="changes">What changed between two versions of an item; empty for nothing.</param>
    public static void Compare<TKey, T>(
        IEnumerable<T> old, IEnumerable<T> @new, Func<T, TKey> key, Func<T, string> title, Func<T, T, string> changes, List<string> lines)
        where TKey : notnull
    {
        var before = old.ToDictionary(key);
        var after = @new.ToDictionary(key);
        foreach (var id in before.Keys.Union(after.Keys).Order())
        {
            if (!after.TryGetValue(id, out var now))
            {
                lines.Add($"{title(before[id])} removed");
            }
            else if (!before.TryGetValue(id, out var was))
            {
                lines.Add($"{title(now)} added");
            }
            else if (changes(was, now) is { Length: > 0 } text)
            {
                lines.Add($"{title(now)}: {text}");
            }
        }
    }
}
