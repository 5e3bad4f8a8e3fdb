namespace Pierhead.Wire.Bgp;

/// <summary>A set of families as a bit mask: a value, compared by content, cheap to ask on the hot path.</summary>
public readonly record struct FamilySet(ushort Mask)
{
    public static readonly FamilySet Empty;

    public static readonly FamilySet All = new((1 << Families.Count) - 1);

    public static FamilySet Of(params ReadOnlySpan<Family> families)
    {
        var set = Empty;
        foreach (var family in families)
        {
            set = set.With(family);
        }

        return set;
    }

    public bool IsEmpty => Mask == 0;

    public bool Contains(Family family) => (Mask & (1 << (int)family)) != 0;

    public FamilySet With(Family family) => new((ushort)(Mask | (1 << (int)family)));

    public FamilySet Union(FamilySet other) => new((ushort)(Mask | other.Mask));

    public FamilySet Intersect(FamilySet other) => new((ushort)(Mask & other.Mask));

    public FamilySet Except(FamilySet other) => new((ushort)(Mask & ~other.Mask));

    public IEnumerable<Family> Enumerate()
    {
        for (var index = 0; index < Families.Count; index++)
        {
            if (Contains((Family)index))
            {
                yield return (Family)index;
            }
        }
    }

    public override string ToString() => string.Join(' ', Enumerate().Select(Families.Name));
}
