using System.Globalization;

namespace Pierhead.Fabric.Health;

/// <summary>The processes that a node depends on, by the names that the kernel shows (proc(5), <c>/proc/PID/comm</c>).</summary>
/// <param name="root">Where the kernel shows processes: <c>/proc</c>.</param>
public sealed class LiveProcesses(string root = "/proc")
{
    /// <summary>The kernel keeps so many characters of a name.</summary>
    private const int LongestName = 15;

    /// <summary>A sentence for each name of which no process lives in this network namespace: what runs in another does nothing for this node.</summary>
    public IEnumerable<string> Missing(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
        {
            return [];
        }

        var live = Live();
        return names.Where(name => !live.Contains(Shortened(name))).Select(name => $"no process `{name}` is alive");
    }

    private static string Shortened(string name) => name.Length <= LongestName ? name : name[..LongestName];

    private HashSet<string> Live()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var own = NamespaceOf("self");
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            var id = Path.GetFileName(folder);
            if (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) && NameOf(folder) is { } name && NamespaceOf(id) is var space && (space is null || space == own))
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Null of a zombie, and of one that ended meanwhile.</summary>
    private static string? NameOf(string folder)
    {
        try
        {
            // `PID (NAME) STATE ...`: the name may hold anything, so the state is looked for behind the last parenthesis.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var (open, close) = (stat.IndexOf('(', StringComparison.Ordinal), stat.LastIndexOf(')'));
            return open >= 0 && close > open && stat.AsSpan(close + 1).TrimStart() is [not ('Z' or 'X'), ..] ? stat[(open + 1)..close] : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Null where it may not be read: only root sees that of others.</summary>
    private string? NamespaceOf(string id)
    {
        try
        {
            return new FileInfo(Path.Combine(root, id, "ns", "net")).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
