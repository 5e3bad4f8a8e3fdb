using System.Globalization;

namespace Pierhead.Interop.Tests.Network;

/// <summary>Tells by its name what a test process left that was killed before it could clean up: a prefix, its process id, a dash.</summary>
internal static class Leftover
{
    public static bool IsOfDeadProcess(string name, string prefix)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = name.AsSpan(prefix.Length);
        var dash = rest.IndexOf('-');
        return dash > 0
            && int.TryParse(rest[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && !Directory.Exists($"/proc/{pid}");
    }
}
