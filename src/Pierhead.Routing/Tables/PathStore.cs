using System.Diagnostics;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Tables;

/// <summary>
/// Entries by prefix and path identifier (RFC 7911), where a router announces several paths of a prefix. A path is found by a hash of
/// both, a prefix by a hash of its id that leads to its newest path, and from each path a link leads to the one before. A path's place is
/// written once and stays, removed ones too, until the store is replaced; so readers follow links without a lock. 40 bytes a place.
/// <code>
/// place:  id (24 bits) | time (8) | path identifier (32)   link (32) | unused (32)   packed, wide (64)
/// </code>
/// </summary>
internal sealed unsafe class PathStore : EntryStore
{
    private const uint IdMask = 0xFF_FFFF;
    private const int Words = 3;

    private readonly BlockArena _arena;
    private readonly ulong* _places;
    private readonly uint* _paths;
    private readonly uint* _prefixes;
    private readonly uint _mask;
    private int _used;

    /// <param name="places">A power of two: the most paths that fit.</param>
    public PathStore(BlockArena arena, int places)
    {
        _arena = arena;
        Places = places;
        _mask = (uint)(places * 2) - 1;
        _places = (ulong*)arena.Allocate(PlacesBytes);
        _paths = (uint*)arena.Allocate(SlotsBytes);
        _prefixes = (uint*)arena.Allocate(SlotsBytes);
    }

    public override bool IsWide => true;

    /// <summary>The most paths that fit, removed ones counted.</summary>
    public int Places { get; }

    // Place 0 is no place, so that a slot of 0 is empty.
    private long PlacesBytes => (long)(Places + 1) * Words * sizeof(ulong);

    private long SlotsBytes => (long)Places * 2 * sizeof(uint);

    public override bool TryRead(uint id, out HeldEntry entry)
    {
        for (var place = Newest(id); place != 0; place = Link(place))
        {
            if (TryReadPlace(place, out entry))
            {
                return true;
            }
        }

        entry = default;
        return false;
    }

    /// <summary>Reads one path of a prefix.</summary>
    public bool TryRead(uint id, uint pathId, out HeldEntry entry)
    {
        var place = Find(id, pathId);
        entry = default;
        return place != 0 && TryReadPlace(place, out entry);
    }

    /// <summary>Appends all paths of a prefix to a list.</summary>
    public void ReadAll(uint id, List<HeldEntry> entries)
    {
        for (var place = Newest(id); place != 0; place = Link(place))
        {
            if (TryReadPlace(place, out var entry))
            {
                entries.Add(entry);
            }
        }
    }

    public override int Put(ReadOnlySpan<PrefixWork> run, ulong packed, byte time, long room, out int added)
    {
        added = 0;
        for (var index = 0; index < run.Length; index++)
        {
            var (id, pathId) = (run[index].Id, run[index].PathId);
            var place = Find(id, pathId);
            if (place == 0 || Packed(place) == 0)
            {
                if (added == room || (place == 0 && _used == Places))
                {
                    return index;
                }

                added++;
            }

            Write(place, id, pathId, packed, time);
        }

        return run.Length;
    }

    public override bool TryPut(uint id, ulong packed, byte time) => TryPut(id, 0, packed, time);

    /// <summary>Stores one path; false where the store is full.</summary>
    public bool TryPut(uint id, uint pathId, ulong packed, byte time)
    {
        var place = Find(id, pathId);
        if (place == 0 && _used == Places)
        {
            return false;
        }

        Write(place, id, pathId, packed, time);
        return true;
    }

    /// <summary>Removes one path; false where it was not there.</summary>
    public bool Remove(uint id, uint pathId)
    {
        var place = Find(id, pathId);
        return place != 0 && TryClear(place);
    }

    public override bool Remove(uint id) => RemoveAll(id) != 0;

    /// <summary>Removes all paths of a prefix and returns how many there were.</summary>
    public int RemoveAll(uint id)
    {
        var removed = 0;
        for (var place = Newest(id); place != 0; place = Link(place))
        {
            removed += TryClear(place) ? 1 : 0;
        }

        return removed;
    }

    public override void Prefetch(uint id) => Memory.Prefetch.Line(_prefixes + ((uint)KeyedHash.Of(id) & _mask));

    public override void CopyTo(IEntrySink sink, uint watermark)
    {
        for (var place = 1u; place <= _used; place++)
        {
            if (TryReadPlace(place, out var entry))
            {
                sink.Take((uint)Head(place) & IdMask, entry);
            }
        }
    }

    public override int Ids(uint from, uint watermark, Span<uint> ids, ref int scanBudget, out uint next)
    {
        var found = 0;
        for (var id = Math.Max(1, from); id <= watermark; id++)
        {
            if (found == ids.Length || scanBudget-- <= 0)
            {
                next = id;
                return found;
            }

            if (TryRead(id, out _))
            {
                ids[found++] = id;
            }
        }

        next = 0;
        return found;
    }

    public override void MapTimes(ReadOnlySpan<byte> map, uint watermark)
    {
        for (var place = 1u; place <= _used; place++)
        {
            var head = Head(place);
            Volatile.Write(ref _places[place * Words], (head & ~0xFF00_0000UL) | ((ulong)map[(byte)(head >> 24)] << 24));
        }
    }

    public override void Mark(Marks marks, MarkBits prefixes, uint first, uint last)
    {
        // By id and not by place: places move when the store is replaced between two slices, ids stay.
        for (var id = first; id <= last; id++)
        {
            for (var place = Newest(id); place != 0; place = Link(place))
            {
                if (TryReadPlace(place, out var entry))
                {
                    prefixes.Set(id);
                    marks.Sets.Set(entry.Set);
                    marks.Contexts.Set(entry.Context);
                }
            }
        }
    }

    public override void Retire(GracePeriod grace)
    {
        grace.Retire(_arena, (nint)_places, BlockArena.SizeOf(PlacesBytes));
        grace.Retire(_arena, (nint)_paths, BlockArena.SizeOf(SlotsBytes));
        grace.Retire(_arena, (nint)_prefixes, BlockArena.SizeOf(SlotsBytes));
    }

    private static ulong HashOf(uint id, uint pathId) => KeyedHash.Of(((ulong)id << 32) | pathId);

    private ulong Head(uint place) => Volatile.Read(ref _places[place * Words]);

    private uint Link(uint place) => (uint)Volatile.Read(ref _places[(place * Words) + 1]);

    private ulong Packed(uint place) => Volatile.Read(ref _places[(place * Words) + 2]);

    private bool TryReadPlace(uint place, out HeldEntry entry)
    {
        var packed = Packed(place);
        var head = Head(place);
        entry = new HeldEntry((uint)packed, (uint)(packed >> 32), (byte)(head >> 24), (uint)(head >> 32));
        return packed != 0;
    }

    private bool TryClear(uint place)
    {
        if (Packed(place) == 0)
        {
            return false;
        }

        Volatile.Write(ref _places[(place * Words) + 2], 0);
        return true;
    }

    /// <summary>The place of a path, 0 for none.</summary>
    private uint Find(uint id, uint pathId)
    {
        for (var at = (uint)HashOf(id, pathId) & _mask; ; at = (at + 1) & _mask)
        {
            var place = Volatile.Read(ref _paths[at]);
            if (place == 0)
            {
                return 0;
            }

            var head = Head(place);
            if (((uint)head & IdMask) == id && (uint)(head >> 32) == pathId)
            {
                return place;
            }
        }
    }

    /// <summary>The newest place of a prefix, 0 for none.</summary>
    private uint Newest(uint id) => Volatile.Read(ref *SlotOf(id));

    private uint* SlotOf(uint id)
    {
        for (var at = (uint)KeyedHash.Of(id) & _mask; ; at = (at + 1) & _mask)
        {
            var place = Volatile.Read(ref _prefixes[at]);
            if (place == 0 || ((uint)Head(place) & IdMask) == id)
            {
                return _prefixes + at;
            }
        }
    }

    private void Write(uint place, uint id, uint pathId, ulong packed, byte time)
    {
        var head = id | ((ulong)time << 24) | ((ulong)pathId << 32);
        if (place != 0)
        {
            Volatile.Write(ref _places[place * Words], head);
            Volatile.Write(ref _places[(place * Words) + 2], packed);
            return;
        }

        Debug.Assert(id is > 0 and <= IdMask && _used < Places, "an id has 24 bits, and there is room");
        place = (uint)++_used;
        var newest = SlotOf(id);
        _places[place * Words] = head;
        _places[(place * Words) + 1] = *newest;
        _places[(place * Words) + 2] = packed;

        // Published last: who finds the place finds all of it.
        var at = (uint)HashOf(id, pathId) & _mask;
        while (_paths[at] != 0)
        {
            at = (at + 1) & _mask;
        }

        Volatile.Write(ref _paths[at], place);
        Volatile.Write(ref *newest, place);
    }
}
