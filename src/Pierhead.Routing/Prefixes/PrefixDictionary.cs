using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Prefixes;

/// <summary>
/// All prefixes of one address family that the node knows of, each with a dense id from 1. Finding one takes no lock; a new
/// one is added under a lock. Ids are below 2^24. Callers hold a read guard.
/// </summary>
internal abstract partial class PrefixDictionary
{
    /// <summary>The most ids there can be: a slot has 24 bits for them.</summary>
    public const int MaximumCapacity = (int)PrefixSlots.IdMask;

    private const int InitialSlots = 1 << 14;
    private const int Group = 64;

    private readonly GracePeriod _grace;
    private readonly Lock _lock = new();
    private PrefixSlots _slots = new(InitialSlots);
    private readonly int[] _byLength = new int[129];
    private uint _watermark;
    private long _added;

    protected PrefixDictionary(GracePeriod grace, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaximumCapacity);
        _grace = grace;
        _dead = new Region<ulong>((capacity >> 6) + 1);
        Capacity = capacity;
    }

    public int Capacity { get; }

    public abstract bool IsIPv6 { get; }

    /// <summary>The greatest id given out.</summary>
    public uint Watermark => Volatile.Read(ref _watermark);

    /// <summary>Prefixes known.</summary>
    public int Count => (int)Watermark - Volatile.Read(ref _deadCount);

    /// <summary>Prefixes ever added: tells a follower whether it has them all.</summary>
    public long Added => Volatile.Read(ref _added);

    /// <summary>The prefix of an id that was given out.</summary>
    public abstract IpPrefix this[uint id] { get; }

    /// <summary>The length of an id's prefix.</summary>
    public abstract int LengthOf(uint id);

    /// <summary>Whether an id's prefix contains an address.</summary>
    public abstract bool Contains(uint id, ulong high, ulong low);

    /// <summary>Asks for the lines of an id's prefix.</summary>
    public abstract void Prefetch(uint id);

    /// <summary>A number that orders prefixes by address; for IPv4, by length after it.</summary>
    public abstract ulong SortKeyOf(uint id);

    /// <summary>Whether any prefix of this length is known.</summary>
    public bool Has(int length) => Volatile.Read(ref _byLength[length]) != 0;

    public uint Find(IpPrefix prefix) => Find(prefix.Address.High, prefix.Address.Low, prefix.Length);

    /// <summary>The id of a prefix, 0 where it is not known. Host bits must be zero.</summary>
    public uint Find(ulong high, ulong low, byte length) => Find(high, low, length, HashOf(high, low, length));

    /// <summary>First step for a batch: computes the hash and asks for the slot's line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prepare(ref PrefixWork work)
    {
        work.Hash = HashOf(work.High, work.Low, work.Length);
        var slots = _slots;
        slots.Region.Prefetch((long)(work.Hash & slots.Mask));
    }

    /// <summary>
    /// Second step: gives every prefix its id, adding those announced that are new, in order. False where one found no room;
    /// its id is then 0.
    /// </summary>
    public bool Resolve(Span<PrefixWork> batch)
    {
        var missing = 0;
        for (var start = 0; start < batch.Length; start += Group)
        {
            var group = batch.Slice(start, Math.Min(Group, batch.Length - start));
            PickCandidates(group);
            foreach (ref var work in group)
            {
                if (work.Id == 0 || !Matches(work.Id, work.High, work.Low, work.Length))
                {
                    work.Id = Find(work.High, work.Low, work.Length, work.Hash);
                    missing += work.Id == 0 ? 1 : 0;
                }
            }
        }

        return missing == 0 || AddMissing(batch);
    }

    /// <summary>Frees all memory; no reader may be inside.</summary>
    public virtual void Free()
    {
        _slots.Region.Free();
        _dead.Free();
    }

    protected static ulong HashOf(ulong high, ulong low, byte length) =>
        low == 0 ? KeyedHash.Of(high, length) : KeyedHash.Of(KeyedHash.Of(high, length), low);

    protected abstract bool Matches(uint id, ulong high, ulong low, byte length);

    protected abstract void Store(uint id, ulong high, ulong low, byte length);

    protected abstract ulong HashOfStored(uint id);

    /// <summary>The first slot with the right tag is nearly always the right one; ask for its prefix while looking at the others.</summary>
    private void PickCandidates(Span<PrefixWork> group)
    {
        var slots = Volatile.Read(ref _slots);
        foreach (ref var work in group)
        {
            var tag = PrefixSlots.Tag(work.Hash);
            work.Id = 0;
            for (var at = work.Hash & slots.Mask; ; at = (at + 1) & slots.Mask)
            {
                var slot = Volatile.Read(ref slots.Region[(long)at]);
                if (slot == 0)
                {
                    break;
                }

                if ((slot & ~PrefixSlots.IdMask) == tag && (slot & PrefixSlots.IdMask) != 0)
                {
                    work.Id = slot & PrefixSlots.IdMask;
                    Prefetch(work.Id);
                    break;
                }
            }
        }
    }

    private uint Find(ulong high, ulong low, byte length, ulong hash)
    {
        var slots = Volatile.Read(ref _slots);
        var tag = PrefixSlots.Tag(hash);
        for (var at = hash & slots.Mask; ; at = (at + 1) & slots.Mask)
        {
            var slot = Volatile.Read(ref slots.Region[(long)at]);
            if (slot == 0)
            {
                return 0;
            }

            var id = slot & PrefixSlots.IdMask;
            if ((slot & ~PrefixSlots.IdMask) == tag && id != 0 && Matches(id, high, low, length))
            {
                return id;
            }
        }
    }

    private bool AddMissing(Span<PrefixWork> batch)
    {
        var room = true;
        lock (_lock)
        {
            foreach (ref var work in batch)
            {
                if (work.Id != 0)
                {
                    continue;
                }

                work.Id = Find(work.High, work.Low, work.Length, work.Hash);
                if (work.Id == 0 && !work.IsWithdrawn)
                {
                    work.Id = Add(work.High, work.Low, work.Length, work.Hash);
                    room &= work.Id != 0;
                }
            }
        }

        return room;
    }

    private uint Add(ulong high, ulong low, byte length, ulong hash)
    {
        var isReused = _free.TryPop(out var id);
        id = isReused ? id : _watermark + 1;
        if (id > (uint)Capacity)
        {
            return 0;
        }

        // Seven tenths: a miss probes five slots on average, within one line.
        if (_slots.Used * 10 >= _slots.Region.Length * 7)
        {
            Rebuild();
        }

        Store(id, high, low, length);
        if (isReused)
        {
            Revive(id);
        }

        Insert(_slots, hash, id);
        Volatile.Write(ref _byLength[length], _byLength[length] + 1);
        Volatile.Write(ref _watermark, Math.Max(_watermark, id));
        Volatile.Write(ref _added, _added + 1);
        return id;
    }

    /// <summary>New slots, of the length that the prefixes need, without what was removed.</summary>
    private void Rebuild()
    {
        var old = _slots;
        var grown = new PrefixSlots(LengthFor(Count));
        Span<ulong> hashes = stackalloc ulong[Group];
        for (var first = 1u; first <= _watermark; first += Group)
        {
            var count = (int)Math.Min(Group, _watermark - first + 1);
            for (var index = 0; index < count; index++)
            {
                hashes[index] = HashOfStored(first + (uint)index);
                grown.Region.Prefetch((long)(hashes[index] & grown.Mask));
            }

            for (var index = 0; index < count; index++)
            {
                if (!IsDead(first + (uint)index))
                {
                    Insert(grown, hashes[index], first + (uint)index);
                }
            }
        }

        Volatile.Write(ref _slots, grown);
        _grace.Retire(old.Region);
    }

    private static long LengthFor(int count) => Math.Max(InitialSlots, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)count * 2));

    private static void Insert(PrefixSlots slots, ulong hash, uint id)
    {
        var at = hash & slots.Mask;
        while (slots.Region[(long)at] != 0)
        {
            at = (at + 1) & slots.Mask;
        }

        Volatile.Write(ref slots.Region[(long)at], PrefixSlots.Tag(hash) | id);
        slots.Used++;
    }
}
