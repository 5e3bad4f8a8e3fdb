using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Interning;

/// <summary>The shared attribute sets, each kept once, with dense ids from 1. Finding takes no lock; callers hold a read guard.</summary>
internal sealed class AttributeSets
{
    private const int InitialSlots = 1 << 10;

    private readonly GracePeriod _grace;
    private readonly Region<AttributeSet> _sets;
    private readonly Lock _lock = new();
    private TaggedSlots _slots = new(InitialSlots);
    private uint _watermark;

    public AttributeSets(GracePeriod grace, int capacity)
    {
        _grace = grace;
        _sets = new Region<AttributeSet>((long)capacity + 1);
    }

    public int Count => (int)Volatile.Read(ref _watermark);

    public AttributeSet this[uint id] => _sets[id];

    public static ulong HashOf(in AttributeSet set) =>
        KeyedHash.Of(((ulong)set.Path << 32) | set.Communities, ((ulong)set.Others << 32) | set.Scalars);

    public void Prefetch(ulong hash) => _slots.Prefetch(hash);

    public uint Candidate(ulong hash)
    {
        ulong step = 0;
        var id = Volatile.Read(ref _slots).Next(hash, ref step);
        if (id != 0)
        {
            _sets.Prefetch(id);
        }

        return id;
    }

    /// <summary>The set's id, added where it is new; 0 where there is no room.</summary>
    public uint Intern(in AttributeSet set, ulong hash, uint candidate)
    {
        if (candidate != 0 && _sets[candidate] == set)
        {
            return candidate;
        }

        var id = Find(set, hash);
        return id != 0 ? id : Add(set, hash);
    }

    public void Free()
    {
        _slots.Free();
        _sets.Free();
    }

    private uint Find(in AttributeSet set, ulong hash)
    {
        var slots = Volatile.Read(ref _slots);
        ulong step = 0;
        uint id;
        while ((id = slots.Next(hash, ref step)) != 0 && _sets[id] != set)
        {
        }

        return id;
    }

    private uint Add(in AttributeSet set, ulong hash)
    {
        lock (_lock)
        {
            var id = Find(set, hash);
            if (id != 0)
            {
                return id;
            }

            if (_watermark + 1 >= _sets.Length)
            {
                return 0;
            }

            if (_slots.IsFull)
            {
                var old = _slots;
                Volatile.Write(ref _slots, old.Grow(known => HashOf(_sets[known])));
                old.Retire(_grace);
            }

            id = _watermark + 1;
            _sets[id] = set;
            _slots.Insert(hash, id);
            Volatile.Write(ref _watermark, id);
            return id;
        }
    }
}
