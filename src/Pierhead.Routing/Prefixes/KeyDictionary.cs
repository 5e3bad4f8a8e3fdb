using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Prefixes;

/// <summary>
/// What the routes of one address family are known by, each with a dense id from 1 for the whole node: prefixes, prefixes behind route
/// distinguishers, rules. Finding one takes no lock; a new one is added under a lock. Ids are below 2^24. Callers hold a read guard.
/// </summary>
internal abstract partial class KeyDictionary
{
    /// <summary>The most ids there can be: a slot has 24 bits for them.</summary>
    public const int MaximumCapacity = (int)PrefixSlots.IdMask;

    private const int InitialSlots = 1 << 14;
    private const int Group = 64;

    private readonly GracePeriod _grace;
    private PrefixSlots _slots = new(InitialSlots);
    private uint _watermark;
    private long _added;

    protected KeyDictionary(GracePeriod grace, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaximumCapacity);
        _grace = grace;
        _dead = new Region<ulong>((capacity >> 6) + 1);
        _unlinked = new RegionStack<uint>((long)capacity + 1);
        _free = new RegionStack<uint>((long)capacity + 1);
        Capacity = capacity;
    }

    public int Capacity { get; }

    /// <summary>The greatest id given out.</summary>
    public uint Watermark => Volatile.Read(ref _watermark);

    /// <summary>Keys known.</summary>
    public int Count => (int)Watermark - Volatile.Read(ref _deadCount);

    /// <summary>Keys ever added: tells a follower whether it has them all.</summary>
    public long Added => Volatile.Read(ref _added);

    /// <summary>Held by whoever adds, takes out, or gives ids back.</summary>
    protected Lock Writer { get; } = new();

    protected PrefixSlots Slots
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _slots);
    }

    /// <summary>What an id that was given out stands for.</summary>
    public abstract KeyDescription Describe(uint id);

    /// <summary>Frees all memory; no reader may be inside.</summary>
    public virtual void Free()
    {
        _slots.Region.Free();
        _dead.Free();
        _unlinked.Free();
        _free.Free();
    }

    protected abstract ulong HashOfStored(uint id);

    /// <summary>An id for a new key, 0 where there is no room; under the lock. The key is stored next, then <see cref="Publish"/> called.</summary>
    protected uint Allocate(out bool isReused)
    {
        isReused = _free.TryPop(out var id);
        id = isReused ? id : _watermark + 1;
        if (id > (uint)Capacity)
        {
            return 0;
        }

        if (_slots.IsFull)
        {
            Rebuild();
        }

        return id;
    }

    /// <summary>Makes a stored key findable; under the lock.</summary>
    protected void Publish(uint id, ulong hash, bool isReused)
    {
        if (isReused)
        {
            Revive(id);
        }

        Insert(_slots, hash, id);
        Volatile.Write(ref _watermark, Math.Max(_watermark, id));
        Volatile.Write(ref _added, _added + 1);
    }

    /// <summary>New slots, of the length that the keys need, without what was removed. Rare, but long: compiled well from the start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                var id = first + (uint)index;
                hashes[index] = IsDead(id) ? 0 : HashOfStored(id);
                grown.Prefetch(hashes[index]);
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

    /// <summary>Half full: half as long again as when it was found full.</summary>
    private static long LengthFor(int count) => Math.Max(InitialSlots, count * 2L);

    private static void Insert(PrefixSlots slots, ulong hash, uint id)
    {
        var at = slots.First(hash);
        while (slots.Region[at] != 0)
        {
            at = slots.Next(at);
        }

        Volatile.Write(ref slots.Region[at], PrefixSlots.Tag(hash) | id);
        slots.Used++;
    }
}
