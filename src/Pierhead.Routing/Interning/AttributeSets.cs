using Pierhead.Routing.Memory;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Interning;

/// <summary>The shared attribute sets, each kept once, with dense ids from 1. Finding takes no lock; callers hold a read guard.</summary>
internal sealed class AttributeSets
{
    private readonly GracePeriod _grace;
    private readonly Region<AttributeSet> _sets;
    private readonly Lock _lock = new();
    private readonly RegionStack<uint> _unlinked;
    private readonly RegionStack<uint> _free;
    private TaggedSlots _slots = new();
    private uint _watermark;
    private int _count;
    private long _added;

    public AttributeSets(GracePeriod grace, int capacity)
    {
        _grace = grace;
        _sets = new Region<AttributeSet>((long)capacity + 1);
        _unlinked = new RegionStack<uint>((long)capacity + 1);
        _free = new RegionStack<uint>((long)capacity + 1);
    }

    /// <summary>Sets held.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The greatest id given out.</summary>
    public uint Watermark => Volatile.Read(ref _watermark);

    /// <summary>Sets ever added.</summary>
    public long Added => Volatile.Read(ref _added);

    public AttributeSet this[uint id] => _sets[id];

    public static ulong HashOf(in AttributeSet set) =>
        KeyedHash.Of(((ulong)set.Path << 32) | set.Communities, ((ulong)set.Others << 32) | set.Scalars);

    public void Prefetch(ulong hash) => Volatile.Read(ref _slots).Prefetch(hash);

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

    /// <summary>A slice of taking unmarked sets out of the hash; no lane may be inside. False at the end.</summary>
    public bool Unlink(MarkBits marks, ref long at)
    {
        var end = Math.Min(at + Reclaimer.LooksASlice, _watermark);
        for (var removals = 0; at < end && removals < Reclaimer.RemovalsASlice; at++)
        {
            var id = (uint)at + 1;

            // A free id's record is zeros; every set in use has scalars.
            if (!marks[id] && _sets[id].Scalars != 0)
            {
                _slots.Remove(HashOf(_sets[id]), id);
                _unlinked.Push(id);
                removals++;
            }
        }

        return at < _watermark;
    }

    /// <summary>Lets the ids of unlinked sets come again; a grace period must have passed.</summary>
    public void Release()
    {
        lock (_lock)
        {
            Volatile.Write(ref _count, _count - (int)_unlinked.Count);

            // The smallest on top, so that ids stay dense.
            while (_unlinked.TryPop(out var id))
            {
                _sets[id] = default;
                _free.Push(id);
            }

            _unlinked.Clear();
            if (_slots.IsWasteful(_count))
            {
                Rebuild();
            }
        }
    }

    public void Free()
    {
        _slots.Free();
        _sets.Free();
        _unlinked.Free();
        _free.Free();
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

            if (!_free.TryPop(out id))
            {
                id = _watermark + 1;
                if (id >= _sets.Length)
                {
                    return 0;
                }
            }

            if (_slots.IsFull)
            {
                Rebuild();
            }

            _sets[id] = set;
            _slots.Insert(hash, id);
            Volatile.Write(ref _count, _count + 1);
            Volatile.Write(ref _added, _added + 1);
            Volatile.Write(ref _watermark, Math.Max(_watermark, id));
            return id;
        }
    }

    private void Rebuild()
    {
        var old = _slots;
        Volatile.Write(ref _slots, old.Rebuild(_count, id => HashOf(_sets[id])));
        old.Retire(_grace);
    }
}
