using System.Text.Json.Serialization;

namespace Pierhead.Benchmarks.SideBySide;

/// <summary>What one run of a workload on a target came to. What was not measured is null.</summary>
internal sealed record RunResult
{
    public required string Workload { get; init; }

    public required string Target { get; init; }

    /// <summary>Routes that were sent.</summary>
    public required long Routes { get; init; }

    /// <summary>Routes that the target said it held at the end.</summary>
    public long Held { get; init; }

    public int Established { get; init; }

    /// <summary>Sessions lost, and connections refused.</summary>
    public long Losses { get; init; }

    public string? LastLoss { get; init; }

    /// <summary>From the first SYN until every route was held and answerable; null where that was not reached.</summary>
    public double? Seconds { get; init; }

    /// <summary>Processor time of the target over that time.</summary>
    public double? ProcessorSeconds { get; init; }

    public long? ResidentBytes { get; init; }

    public double? BytesPerRoute { get; init; }

    /// <summary>Why it was given up.</summary>
    public string? GaveUp { get; init; }

    /// <summary>Figures of the workload's own, by name.</summary>
    public Dictionary<string, double> Figures { get; init; } = [];

    [JsonIgnore]
    public bool IsWhole => GaveUp is null;
}
