namespace Pierhead.Routing.Tables;

/// <summary>What a session holds of a family, swapped whole so that a reader sees both parts of one moment.</summary>
/// <param name="Fresh">What came in this session.</param>
/// <param name="Stale">What is left from before it.</param>
/// <param name="IsLongLived">Whether what is stale is kept by long-lived graceful restart (RFC 9494), and so carries LLGR_STALE.</param>
internal sealed record Generations(FamilyTable? Fresh, FamilyTable? Stale, bool IsLongLived = false)
{
    public static readonly Generations None = new(null, null);

    public bool IsEmpty => Fresh is null && Stale is null;

    public Generations WithoutStale() => Stale is null ? this : new Generations(Fresh, null);
}
