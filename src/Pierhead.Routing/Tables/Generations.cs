namespace Pierhead.Routing.Tables;

/// <summary>What a session holds of a family, swapped whole so that a reader sees both parts of one moment.</summary>
/// <param name="Fresh">What came in this session.</param>
/// <param name="Stale">What is left from before it.</param>
internal sealed record Generations(FamilyTable? Fresh, FamilyTable? Stale)
{
    public static readonly Generations None = new(null, null);

    public bool IsEmpty => Fresh is null && Stale is null;

    public Generations WithoutStale() => Stale is null ? this : new Generations(Fresh, null);
}
