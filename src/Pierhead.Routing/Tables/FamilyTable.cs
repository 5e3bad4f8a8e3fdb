using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Tables;

/// <summary>
/// The routes of one family of one session, of one generation: picks the form of the store, and changes it as the table grows.
/// Written by the session's lane; read by any thread inside a read guard.
/// </summary>
internal sealed class FamilyTable
{
    private const int SmallestPlaces = 16;

    private readonly SharedTables _shared;
    private readonly PrefixDictionary _prefixes;
    private readonly TimeList _times = new();
    private Palette? _palette;
    private EntryStore _store;
    private long _count;
    private int _version;

    public FamilyTable(SharedTables shared, PrefixDictionary prefixes, long second)
    {
        _shared = shared;
        _prefixes = prefixes;
        _palette = new Palette(shared.Options.PaletteSize);
        _store = new SparseStore(shared.Arena, SmallestPlaces, _palette);
        Began = second;
        _times.Begin(second);
    }

    /// <summary>The second in which the first route came.</summary>
    public long Began { get; }

    public long Count => Volatile.Read(ref _count);

    /// <summary>Whether entries are wide: for tests and measurement.</summary>
    public bool IsWide => _store.IsWide;

    /// <summary>Whether the store is a flat array: for tests and measurement.</summary>
    public bool IsDense => _store is not SparseStore;

    /// <summary>Reads the entry of a prefix and the second in which it was received.</summary>
    public bool TryRead(uint id, out HeldEntry entry, out long second)
    {
        var wait = default(SpinWait);
        while (true)
        {
            var version = Volatile.Read(ref _version);
            var found = Volatile.Read(ref _store).TryRead(id, out entry);
            second = found ? _times[entry.Time] : 0;
            Interlocked.MemoryBarrier();
            if ((version & 1) == 0 && Volatile.Read(ref _version) == version)
            {
                return found;
            }

            wait.SpinOnce();
        }
    }

    /// <summary>Reads the entry of a prefix; its time is not to be used.</summary>
    public bool TryRead(uint id, out HeldEntry entry) => Volatile.Read(ref _store).TryRead(id, out entry);

    /// <summary>What the route's entry is in this table as it is now; may change the table's form.</summary>
    public ulong Pack(uint set, uint context)
    {
        if (_palette is not null)
        {
            var index = set < EntryStore.NarrowSets ? _palette.IndexOf(context) : -1;
            if (index >= 0)
            {
                return set | ((ulong)index << 24);
            }

            Widen();
        }

        return set | ((ulong)context << 32);
    }

    /// <summary>The time index for routes that arrive now.</summary>
    public byte TimeOf(long second)
    {
        if (_times.IsFull(second))
        {
            Span<byte> map = stackalloc byte[256];
            _version++;
            Interlocked.MemoryBarrier();
            _times.Merge(map);
            _store.MapTimes(map, _prefixes.Watermark);
            Interlocked.MemoryBarrier();
            Volatile.Write(ref _version, _version + 1);
        }

        return _times.IndexOf(second);
    }

    /// <summary>Stores one packed entry for a run of prefixes; stops before a new one once <paramref name="room"/> were added. Returns how many were done.</summary>
    public int Put(ReadOnlySpan<PrefixWork> run, ulong packed, byte time, long room)
    {
        var done = 0;
        while (true)
        {
            done += _store.Put(run[done..], packed, time, room, out var added);
            room -= added;
            Volatile.Write(ref _count, _count + added);
            if (done == run.Length || room == 0)
            {
                return done;
            }

            Grow();
        }
    }

    public bool Remove(uint id)
    {
        if (!_store.Remove(id))
        {
            return false;
        }

        Volatile.Write(ref _count, _count - 1);
        return true;
    }

    public void Prefetch(uint id) => _store.Prefetch(id);

    public int Ids(uint from, Span<uint> ids, ref int scanBudget, out uint next) =>
        Volatile.Read(ref _store).Ids(from, _prefixes.Watermark, ids, ref scanBudget, out next);

    /// <summary>Gives memory back when everything was withdrawn.</summary>
    public void Trim()
    {
        if (_count == 0 && _store is not SparseStore { Places: SmallestPlaces })
        {
            _palette = new Palette(_shared.Options.PaletteSize);
            Replace(new SparseStore(_shared.Arena, SmallestPlaces, _palette));
        }
    }

    /// <summary>Takes all entries of another table of the same family, of which this one has none.</summary>
    public void Absorb(FamilyTable other) => other._store.CopyTo(new Absorber(this, other), _prefixes.Watermark);

    /// <summary>Marks what the table names for a range of prefixes; under the writer's lock.</summary>
    public void Mark(Marks marks, MarkBits prefixes, uint first, uint last)
    {
        _store.Mark(marks, prefixes, first, last);
        if (first == 1 && _palette is not null)
        {
            foreach (var context in _palette.Contexts)
            {
                marks.Contexts.Set(context);
            }
        }
    }

    public void Retire()
    {
        _shared.NoteDropped(_count);
        _store.Retire(_shared.Grace);
    }

    private void Widen()
    {
        _palette = null;
        if (_store is SparseStore sparse)
        {
            Replace(new SparseStore(_shared.Arena, sparse.Places, palette: null));
        }
        else
        {
            Replace(new DenseStore<ulong>(_prefixes.Capacity, palette: null));
        }
    }

    /// <summary>
    /// A full hash becomes twice as big, or flat. Flat costs four bytes for each prefix that the node knows, at worst; it is taken
    /// as soon as that is no more than four times what the hash would cost, because it is faster, and full tables end there.
    /// </summary>
    private void Grow()
    {
        var places = SmallestPlaces;
        while (places - (places >> 3) < _count + (_count >> 2) + 1)
        {
            places *= 2;
        }

        if (_count >= _shared.Options.SparseRoutes && places * 8L >= _prefixes.Watermark)
        {
            Replace(_palette is null ? new DenseStore<ulong>(_prefixes.Capacity, null) : new DenseStore<uint>(_prefixes.Capacity, _palette));
        }
        else
        {
            Replace(new SparseStore(_shared.Arena, places, _palette));
        }
    }

    private void Replace(EntryStore store)
    {
        var old = _store;
        old.CopyTo(new Copier(store, _palette), _prefixes.Watermark);
        Volatile.Write(ref _store, store);
        old.Retire(_shared.Grace);
    }

    private sealed class Copier(EntryStore store, Palette? palette) : IEntrySink
    {
        public void Take(uint id, HeldEntry entry)
        {
            var packed = palette is null
                ? entry.Set | ((ulong)entry.Context << 32)
                : entry.Set | ((ulong)palette.IndexOf(entry.Context) << 24);
            _ = store.TryPut(id, packed, entry.Time);
        }
    }

    private sealed class Absorber(FamilyTable into, FamilyTable from) : IEntrySink
    {
        private readonly PrefixWork[] _one = new PrefixWork[1];

        public void Take(uint id, HeldEntry entry)
        {
            // Times of the other list go in as they come: no order is promised between generations, the latest stands for all.
            _one[0].Id = id;
            _ = into.Put(_one, into.Pack(entry.Set, entry.Context), into.TimeOf(from._times[entry.Time]), long.MaxValue);
        }
    }
}
