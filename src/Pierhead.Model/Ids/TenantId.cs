namespace Pierhead.Model.Ids;

/// <summary>A tenant, by the name in its file. The name is the identity: it is the same on every node and after every reload.</summary>
public readonly record struct TenantId(string Name) : IComparable<TenantId>
{
    public int CompareTo(TenantId other) => string.CompareOrdinal(Name, other.Name);

    public override string ToString() => Name;

    public static bool operator <(TenantId left, TenantId right) => left.CompareTo(right) < 0;

    public static bool operator >(TenantId left, TenantId right) => left.CompareTo(right) > 0;

    public static bool operator <=(TenantId left, TenantId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TenantId left, TenantId right) => left.CompareTo(right) >= 0;
}
