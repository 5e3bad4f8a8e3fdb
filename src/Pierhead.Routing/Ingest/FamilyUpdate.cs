using Pierhead.Routing.Tables;

namespace Pierhead.Routing.Ingest;

/// <summary>The tables and rules that a flush of one family's prefixes works with.</summary>
/// <param name="fresh">Where announcements go; null while there is none and nothing was announced.</param>
/// <param name="stale">What is left from before the session, if anything.</param>
/// <param name="time">Time index for what is announced now.</param>
/// <param name="maximum">Routes that the fresh table may hold.</param>
/// <param name="hasPaths">Whether routes have path identifiers on this session.</param>
internal readonly struct FamilyUpdate(FamilyTable? fresh, FamilyTable? stale, byte time, long maximum, bool hasPaths)
{
    public bool HasPaths { get; } = hasPaths;

    public FamilyTable? Fresh { get; } = fresh;

    public FamilyTable? Stale { get; } = stale;

    public byte Time { get; } = time;

    public long Maximum { get; } = maximum;
}
