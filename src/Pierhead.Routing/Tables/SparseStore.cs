using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Tables;

/// <summary>
/// Few entries: a small open-addressing hash. A place's prefix is written once and stays, removed entries too, until the store is
/// replaced; so a reader that found its prefix may read the entry after it.
/// <code>
/// narrow, 8 bytes:  id (24 bits) | time (8) | packed (32)
/// wide, 16 bytes:   id (24 bits) | time (8) | unused (32)   packed (64)
/// </code>
/// </summary>
internal sealed unsafe class SparseStore : EntryStore
{
    private const uint IdMask = 0xFF_FFFF;

    // Up to here a page gathers from all places; past it, it looks up one id after the other.
    private const int GatheredPlaces = 4096;

    private readonly BlockArena _arena;
    private readonly Palette? _palette;
    private readonly ulong* _slots;
    private readonly uint _mask;
    private readonly int _shift;
    private int _used;

    /// <param name="places">A power of two.</param>
    /// <param name="palette">What a narrow entry's index means; null makes it a wide store.</param>
    public SparseStore(BlockArena arena, int places, Palette? palette)
    {
        _arena = arena;
        _palette = palette;
        _shift = palette is null ? 1 : 0;
        _mask = (uint)places - 1;
        _slots = (ulong*)arena.Allocate(Bytes);
    }

    public override bool IsWide => _palette is null;

    /// <summary>Places, of which seven eighths may be used.</summary>
    public int Places => (int)_mask + 1;

    private long Bytes => (long)Places * 8 << _shift;

    private bool IsFull => _used >= Places - (Places >> 3);

    public override bool TryRead(uint id, out HeldEntry entry)
    {
        var slot = Find(id, out var head);
        if (slot is not null && IsWide)
        {
            var packed = Volatile.Read(ref slot[1]);
            entry = new HeldEntry((uint)packed, (uint)(packed >> 32), (byte)(head >> 24));
            return packed != 0;
        }

        var narrow = slot is null ? 0 : (uint)(head >> 32);
        entry = narrow == 0 ? default : new HeldEntry(narrow & IdMask, _palette![(int)(narrow >> 24)], (byte)(head >> 24));
        return narrow != 0;
    }

    public override int Put(ReadOnlySpan<PrefixWork> run, ulong packed, byte time, long room, out int added)
    {
        added = 0;
        for (var index = 0; index < run.Length; index++)
        {
            var id = run[index].Id;
            var slot = Find(id, out var head);
            if (slot is null || !Holds(slot, head))
            {
                if (added == room || (slot is null && IsFull))
                {
                    return index;
                }

                slot = slot is null ? Claim(id) : slot;
                added++;
            }

            Write(slot, id, packed, time);
        }

        return run.Length;
    }

    public override bool TryPut(uint id, ulong packed, byte time)
    {
        var slot = Find(id, out _);
        if (slot is null)
        {
            if (IsFull)
            {
                return false;
            }

            slot = Claim(id);
        }

        Write(slot, id, packed, time);
        return true;
    }

    public override bool Remove(uint id)
    {
        var slot = Find(id, out var head);
        if (slot is null || !Holds(slot, head))
        {
            return false;
        }

        Volatile.Write(ref slot[IsWide ? 1 : 0], IsWide ? 0 : head & uint.MaxValue);
        return true;
    }

    public override void Prefetch(uint id) => Memory.Prefetch.Line(_slots + ((Start(id) & _mask) << _shift));

    public override void CopyTo(IEntrySink sink, uint watermark)
    {
        for (var at = 0; at < Places; at++)
        {
            var id = (uint)_slots[(long)at << _shift] & IdMask;
            if (id != 0 && TryRead(id, out var entry))
            {
                sink.Take(id, entry);
            }
        }
    }

    public override int Ids(uint from, uint watermark, Span<uint> ids, ref int scanBudget, out uint next)
    {
        if (Places > GatheredPlaces)
        {
            return IdsByLookup(from, watermark, ids, ref scanBudget, out next);
        }

        // Places are in no order: gather the smallest ids from `from` on by keeping the span sorted. The whole store is one look.
        var found = 0;
        for (var at = 0; at < Places; at++)
        {
            var head = Volatile.Read(ref _slots[(long)at << _shift]);
            var id = (uint)head & IdMask;
            if (id < from || id == 0 || !Holds(_slots + ((long)at << _shift), head))
            {
                continue;
            }

            var place = ~ids[..found].BinarySearch(id);
            if (place < ids.Length)
            {
                var moved = Math.Min(found, ids.Length - 1) - place;
                ids.Slice(place, moved).CopyTo(ids[(place + 1)..]);
                ids[place] = id;
                found = Math.Min(found + 1, ids.Length);
            }
        }

        scanBudget -= Places;
        next = found == ids.Length && found > 0 ? ids[found - 1] + 1 : 0;
        return found;
    }

    private int IdsByLookup(uint from, uint watermark, Span<uint> ids, ref int scanBudget, out uint next)
    {
        var found = 0;
        for (var id = Math.Max(1, from); id <= watermark; id++)
        {
            if (found == ids.Length || scanBudget-- <= 0)
            {
                next = id;
                return found;
            }

            var slot = Find(id, out var head);
            if (slot is not null && Holds(slot, head))
            {
                ids[found++] = id;
            }
        }

        next = 0;
        return found;
    }

    public override void MapTimes(ReadOnlySpan<byte> map, uint watermark)
    {
        for (var at = 0; at < Places; at++)
        {
            ref var head = ref _slots[(long)at << _shift];
            Volatile.Write(ref head, (head & ~0xFF00_0000UL) | ((ulong)map[(byte)(head >> 24)] << 24));
        }
    }

    public override void Mark(Marks marks, MarkBits prefixes, uint first, uint last)
    {
        for (var at = 0; first == 1 && at < Places; at++)
        {
            var id = (uint)_slots[(long)at << _shift] & IdMask;
            if (id != 0 && TryRead(id, out var entry))
            {
                prefixes.Set(id);
                marks.Sets.Set(entry.Set);
                marks.Contexts.Set(entry.Context);
            }
        }
    }

    public override void Retire(GracePeriod grace) => grace.Retire(_arena, (nint)_slots, BlockArena.SizeOf(Bytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Start(uint id) => (uint)KeyedHash.Of(id);

    private bool Holds(ulong* slot, ulong head) => IsWide ? Volatile.Read(ref slot[1]) != 0 : head >> 32 != 0;

    private ulong* Find(uint id, out ulong head)
    {
        for (var at = Start(id) & _mask; ; at = (at + 1) & _mask)
        {
            var slot = _slots + ((long)at << _shift);
            head = Volatile.Read(ref *slot);
            if (head == 0)
            {
                return null;
            }

            if (((uint)head & IdMask) == id)
            {
                return slot;
            }
        }
    }

    private ulong* Claim(uint id)
    {
        Debug.Assert(id is > 0 and <= IdMask, "an id has 24 bits");
        var at = Start(id) & _mask;
        while (_slots[(long)at << _shift] != 0)
        {
            at = (at + 1) & _mask;
        }

        _used++;
        return _slots + ((long)at << _shift);
    }

    private void Write(ulong* slot, uint id, ulong packed, byte time)
    {
        var head = id | ((ulong)time << 24);
        if (IsWide)
        {
            // The entry first: a reader that sees the prefix must find an entry that belongs to it.
            Volatile.Write(ref slot[1], packed);
            Volatile.Write(ref slot[0], head);
        }
        else
        {
            Volatile.Write(ref slot[0], head | (packed << 32));
        }
    }
}
