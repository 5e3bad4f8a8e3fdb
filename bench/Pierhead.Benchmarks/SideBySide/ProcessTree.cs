using System.Globalization;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>What a process and all its children use, as the kernel tells it in <c>/proc</c>.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    /// <summary>Bytes of VmRSS of all of them together.</summary>
    public static long Resident(int root) => Of(root).Sum(pid => Field(pid, "VmRSS:"));

    /// <summary>Seconds of processor time that all of them have used, those that run now.</summary>
    public static double ProcessorSeconds(int root) => Of(root).Sum(pid =>
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;
        }
    });

    public static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}") && Field(pid, "VmRSS:") > 0;

    private static IEnumerable<int> Of(int root)
    {
        yield return root;
        string children;
        try
        {
            children = string.Join(' ', Directory.GetDirectories($"/proc/{root}/task").Select(task => File.ReadAllText($"{task}/children")));
        }
        catch (IOException)
        {
            yield break;
        }

        foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var pid in Of(int.Parse(child, CultureInfo.InvariantCulture)))
            {
                yield return pid;
            }
        }
    }

    private static long Field(int pid, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(name.Length).Trim()[..^3], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
