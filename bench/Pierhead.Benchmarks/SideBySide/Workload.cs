namespace Pierhead.Benchmarks.SideBySide;

/// <summary>What a target is put through after its routers have connected.</summary>
internal enum WorkloadKind
{
    /// <summary>All routes are held and answerable.</summary>
    Load,

    /// <summary>Announcements and withdrawals at a rate, for a while.</summary>
    Churn,

    /// <summary>One full-table router dies.</summary>
    Death,

    /// <summary>The API is asked while tables load.</summary>
    Api,

    /// <summary>Nothing happens but KEEPALIVEs.</summary>
    Idle,

    /// <summary>Two hours of churn in as little time as the machine needs for it; only when it is asked for.</summary>
    Soak,

    /// <summary>The process is killed and comes back; only Pierhead has a checkpoint.</summary>
    Restart,
}

/// <summary>One thing to measure.</summary>
/// <param name="Name">Its name on the command line and in the results.</param>
/// <param name="Slice">Whether each router has 400 routes of its own, not the whole table.</param>
/// <param name="Others">Whether the other daemons are put through it, too.</param>
internal sealed record Workload(string Name, WorkloadKind Kind, int Routers, bool Slice = false, bool Others = true)
{
    public const int ChurnPerSecond = 100_000;
    public const int ChurnSeconds = 60;

    /// <summary>Two hours of it.</summary>
    public const long SoakUpdates = 2L * 3600 * ChurnPerSecond;

    public static readonly IReadOnlyList<Workload> All =
    [
        new("full-1", WorkloadKind.Load, 1),
        new("full-8", WorkloadKind.Load, 8),
        new("full-32", WorkloadKind.Load, 32),
        new("full-100", WorkloadKind.Load, 100, Others: false),
        new("full-834", WorkloadKind.Load, 834, Others: false),
        new("slices-4000", WorkloadKind.Load, 4_000, Slice: true),
        new("slices-10000", WorkloadKind.Load, 10_000, Slice: true),
        new("churn", WorkloadKind.Churn, 8),
        new("death", WorkloadKind.Death, 8),
        new("idle-10000", WorkloadKind.Idle, 10_000, Slice: true, Others: false),
        new("api", WorkloadKind.Api, 8, Others: false),
        new("restart", WorkloadKind.Restart, 8, Others: false),
        new("soak", WorkloadKind.Soak, 8, Others: false),
    ];
}
