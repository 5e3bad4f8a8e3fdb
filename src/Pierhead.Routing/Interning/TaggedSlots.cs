using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Interning;

/// <summary>
/// Open-addressing hash slots of an interning store: 32 bits of the hash above a 32-bit id, 0 for empty. Replaced whole when it
/// grows, so that a reader works on one array from beginning to end. Written under the store's lock.
/// </summary>
internal sealed class TaggedSlots
{
    private readonly Region<ulong> _slots;
    private readonly ulong _mask;
    private long _used;

    public TaggedSlots(long length)
    {
        _slots = new Region<ulong>(length);
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

    /// <summary>A copy of twice the length; <paramref name="hashOf"/> gives an id's whole hash again.</summary>
    public TaggedSlots Grow(Func<uint, ulong> hashOf)
    {
        var grown = new TaggedSlots(_slots.Length * 2);
        for (var at = 0L; at < _slots.Length; at++)
        {
            if ((uint)_slots[at] != 0)
            {
                grown.Insert(hashOf((uint)_slots[at]), (uint)_slots[at]);
            }
        }

        return grown;
    }

    public void Retire(GracePeriod grace) => grace.Retire(_slots);

    public void Free() => _slots.Free();

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
