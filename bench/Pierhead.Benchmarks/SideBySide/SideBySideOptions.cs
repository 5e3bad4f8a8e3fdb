namespace Pierhead.Benchmarks.SideBySide;

/// <summary>How to measure.</summary>
internal sealed record SideBySideOptions
{
    /// <summary>Names of workloads; empty for all.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = [];

    /// <summary>Names of targets; empty for all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>How often each is run; one that took more than a minute is run once.</summary>
    public int Runs { get; init; } = 3;

    /// <summary>How long a target may take until it is given up.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Bytes of resident memory past which it is given up.</summary>
    public long Memory { get; init; } = 16L << 30;

    /// <summary>The longest that churn goes on in the workload <c>soak</c>.</summary>
    public TimeSpan Soak { get; init; } = TimeSpan.FromMinutes(30);

    public int IPv4 { get; init; } = 1_000_000;

    public int IPv6 { get; init; } = 200_000;

    /// <summary>The folder of recorded data.</summary>
    public string Corpus { get; init; } = Environment.GetEnvironmentVariable("PIERHEAD_CORPUS") ?? "../shared/data";
}
