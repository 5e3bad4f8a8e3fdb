namespace Pierhead.Benchmarks.SideBySide;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine(string Processor, int Cores, long MemoryBytes, string Kernel, string Runtime, DateTimeOffset At)
{
    public static Machine Here()
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return new Machine(
            processor?[(processor.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "unknown",
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
            $".NET {Environment.Version}",
            DateTimeOffset.UtcNow);
    }
}
