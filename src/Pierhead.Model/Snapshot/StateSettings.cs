namespace Pierhead.Model.Snapshot;

/// <summary>The key <c>state</c>: what outlives the process.</summary>
/// <param name="Path">Its directory, absolute, or null when the tree names none: then nothing is kept.</param>
/// <param name="Checkpoint">How often the tables are written down; zero for never.</param>
public sealed record StateSettings(string? Path, TimeSpan Checkpoint)
{
    public static readonly TimeSpan DefaultCheckpoint = TimeSpan.FromMinutes(1);
}
