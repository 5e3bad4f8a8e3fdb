using Pierhead.Routing.Interning;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Reclaiming;

/// <summary>
/// What is in use, as far as a cycle of reclaiming knows: marked by its scan of the tables, and by lanes for whatever they intern
/// while it lasts.
/// </summary>
internal sealed class Marks
{
    private readonly MarkBits[] _keys = new MarkBits[Families.Count];

    public Marks(SharedTables shared)
    {
        for (var index = 0; index < Families.Count; index++)
        {
            _keys[index] = new MarkBits(shared.Keys((Family)index).Capacity);
        }

        Sets = new MarkBits(shared.Options.MaxAttributeSets);
        Paths = new MarkBits(shared.Paths.GreatestId);
        Communities = new MarkBits(shared.Communities.GreatestId);
        Others = new MarkBits(shared.Others.GreatestId);
        Scalars = new MarkBits(shared.Scalars.GreatestId);
        Contexts = new MarkBits(shared.Contexts.GreatestId);
    }

    public MarkBits Sets { get; }

    public MarkBits Paths { get; }

    public MarkBits Communities { get; }

    public MarkBits Others { get; }

    public MarkBits Scalars { get; }

    public MarkBits Contexts { get; }

    public MarkBits Keys(Family family) => _keys[(int)family];

    /// <summary>Marks what a set is made of. Id 0, no layer, is marked too and means nothing.</summary>
    public void SetLayers(in AttributeSet set)
    {
        Paths.Set(set.Path);
        Communities.Set(set.Communities);
        Others.Set(set.Others);
        Scalars.Set(set.Scalars);
    }

    public void Free()
    {
        foreach (var bits in _keys)
        {
            bits.Free();
        }

        Sets.Free();
        Paths.Free();
        Communities.Free();
        Others.Free();
        Scalars.Free();
        Contexts.Free();
    }
}
