using System.Numerics;
using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Interning;

/// <summary>
/// Open-addressing hash slots of an interning store: 32 bits of the hash above a 32-bit id, 0 for empty. Replaced whole when it
/// grows, so that a reader works on one array from beginning to end. Written under the store's lock, or where no lane is inside.
/// </summary>
internal sealed class TaggedSlots
{
    /// <summary>A slot whose id was removed: not empty, so that probing goes on, and no id.</summary>
    private const ulong Removed = 0xFFFF_FFFF_0000_0000;

    private const long Smallest = 1 << 10;

    private readonly Region<ulong> _slots;
    private readonly ulong _mask;
    private long _used;

    public TaggedSlots(long length = Smallest)
    {
        _slots = new Region<ulong>(length);
        _slots.Populate(0, length);
        _mask = (ulong)length - 1;
    }

    public bool IsFull => _used * 10 >= _slots.Length * 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong hash) => _slots.Prefetch((long)(hash & _mask));

    /// <summary>The next id with the hash's tag from a place on, 0 at the end of the probe; moves the place past it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Next(ulong hash, ref ulong step)
    {
        while (true)
        {
            var slot = Volatile.Read(ref _slots[(long)((hash + step) & _mask)]);
            if (slot == 0)
            {
                return 0;
            }

            step++;
            if ((uint)(slot >> 32) == (uint)(hash >> 32) && (uint)slot != 0)
            {
                return (uint)slot;
            }
        }
    }

    public void Insert(ulong hash, uint id) => Insert((hash & 0xFFFF_FFFF_0000_0000UL) | id, hash & _mask);

    /// <summary>Takes an id out.</summary>
    public void Remove(ulong hash, uint id)
    {
        for (var at = hash & _mask; _slots[(long)at] != 0; at = (at + 1) & _mask)
        {
            if ((uint)_slots[(long)at] == id)
            {
                Volatile.Write(ref _slots[(long)at], Removed);
                return;
            }
        }
    }

    /// <summary>Whether another array would do with an eighth of this one's length.</summary>
    public bool IsWasteful(long live) => _slots.Length > LengthFor(live) * 4;

    /// <summary>A copy without what was removed, of the right length; <paramref name="hashOf"/> gives an id's whole hash again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TaggedSlots Rebuild(long live, Func<uint, ulong> hashOf)
    {
        var rebuilt = new TaggedSlots(LengthFor(live));
        for (var at = 0L; at < _slots.Length; at++)
        {
            if ((uint)_slots[at] != 0)
            {
                rebuilt.Insert(hashOf((uint)_slots[at]), (uint)_slots[at]);
            }
        }

        return rebuilt;
    }

    public void Retire(GracePeriod grace) => grace.Retire(_slots);

    public void Free() => _slots.Free();

    private static long LengthFor(long live) => Math.Max(Smallest, (long)BitOperations.RoundUpToPowerOf2((ulong)live * 2));

    private void Insert(ulong slot, ulong at)
    {
        while (_slots[(long)at] != 0)
        {
            at = (at + 1) & _mask;
        }

        Volatile.Write(ref _slots[(long)at], slot);
        _used++;
    }
}
