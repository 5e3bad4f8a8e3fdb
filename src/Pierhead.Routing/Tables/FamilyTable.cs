using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Tables;

/// <summary>
/// The routes of one family of one session, of one generation: picks the form of the store, and changes it as the table grows. A table
/// with several paths a prefix has a form of its own.
/// Written by the session's lane; read by any thread inside a read guard.
/// </summary>
internal sealed class FamilyTable
{
    private const int SmallestPlaces = 16;

    private readonly SharedTables _shared;
    private readonly KeyDictionary _keys;
    private readonly TimeList _times = new();
    private Palette? _palette;
    private EntryStore _store;
    private long _count;
    private int _version;

    /// <param name="keys">What the family's routes are known by.</param>
    /// <param name="hasPaths">Whether a prefix may have several paths, each with its identifier (RFC 7911).</param>
    /// <param name="second">When the first route came.</param>
    public FamilyTable(SharedTables shared, KeyDictionary keys, bool hasPaths, long second)
    {
        _shared = shared;
        _keys = keys;
        HasPaths = hasPaths;
        _store = Smallest();
        Began = second;
        _times.Begin(second);
    }

    /// <summary>Whether a prefix may have several paths, each with its identifier (RFC 7911).</summary>
    public bool HasPaths { get; }

    /// <summary>The second in which the first route came.</summary>
    public long Began { get; }

    /// <summary>The seconds in which routes came after the initial load, ascending; under the writer's lock.</summary>
    public ReadOnlySpan<long> Seconds => _times.Seconds;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Whether entries are wide: for tests and measurement.</summary>
    public bool IsWide => _store.IsWide;

    /// <summary>Whether the store is a flat array: for tests and measurement.</summary>
    public bool IsDense => _store is not (SparseStore or PathStore);

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

    /// <summary>Reads the entry of a prefix, of several paths any; its time is not to be used.</summary>
    public bool TryRead(uint id, out HeldEntry entry) => Volatile.Read(ref _store).TryRead(id, out entry);

    /// <summary>
    /// Appends the entries of all paths of a prefix, at most one in a table without path identifiers, each with the second in which
    /// it was received.
    /// </summary>
    public void ReadAll(uint id, List<(HeldEntry Entry, long Second)> entries)
    {
        if (!HasPaths)
        {
            if (TryRead(id, out var entry, out var second))
            {
                entries.Add((entry, second));
            }

            return;
        }

        var paths = new List<HeldEntry>();
        var wait = default(SpinWait);
        while (true)
        {
            var version = Volatile.Read(ref _version);
            paths.Clear();
            ((PathStore)Volatile.Read(ref _store)).ReadAll(id, paths);
            var first = entries.Count;
            foreach (var path in paths)
            {
                entries.Add((path, _times[path.Time]));
            }

            Interlocked.MemoryBarrier();
            if ((version & 1) == 0 && Volatile.Read(ref _version) == version)
            {
                return;
            }

            entries.RemoveRange(first, entries.Count - first);
            wait.SpinOnce();
        }
    }

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
            _store.MapTimes(map, _keys.Watermark);
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

    /// <summary>Removes a route; its path identifier means nothing in a table without. False where it was not there.</summary>
    public bool Remove(uint id, uint pathId)
    {
        if (_store is PathStore paths ? !paths.Remove(id, pathId) : !_store.Remove(id))
        {
            return false;
        }

        Volatile.Write(ref _count, _count - 1);
        return true;
    }

    /// <summary>Removes all routes of a prefix.</summary>
    public void RemoveAll(uint id)
    {
        var removed = _store is PathStore paths ? paths.RemoveAll(id) : _store.Remove(id) ? 1 : 0;
        Volatile.Write(ref _count, _count - removed);
    }

    /// <summary>Removes the routes whose attribute set does not please.</summary>
    public void RemoveWhere(Func<uint, bool> isUnwanted) => _store.CopyTo(new Remover(this, isUnwanted), _keys.Watermark);

    public void Prefetch(uint id) => _store.Prefetch(id);

    public int Ids(uint from, Span<uint> ids, ref int scanBudget, out uint next) =>
        Volatile.Read(ref _store).Ids(from, _keys.Watermark, ids, ref scanBudget, out next);

    /// <summary>Gives memory back when everything was withdrawn.</summary>
    public void Trim()
    {
        if (_count == 0 && _store is not (SparseStore { Places: SmallestPlaces } or PathStore { Places: SmallestPlaces }))
        {
            Replace(Smallest());
        }
    }

    /// <summary>Takes all entries of another table of the same family, of which this one has none.</summary>
    public void Absorb(FamilyTable other) => other._store.CopyTo(new Absorber(this, other), _keys.Watermark);

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

    private EntryStore Smallest()
    {
        if (HasPaths)
        {
            return new PathStore(_shared.Arena, SmallestPlaces);
        }

        _palette = new Palette(_shared.Options.PaletteSize);
        return new SparseStore(_shared.Arena, SmallestPlaces, _palette);
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
            Replace(new DenseStore<ulong>(_keys.Capacity, palette: null));
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

        if (HasPaths)
        {
            Replace(new PathStore(_shared.Arena, places));
        }
        else if (_count >= _shared.Options.SparseRoutes && places * 8L >= _keys.Watermark)
        {
            Replace(_palette is null ? new DenseStore<ulong>(_keys.Capacity, null) : new DenseStore<uint>(_keys.Capacity, _palette));
        }
        else
        {
            Replace(new SparseStore(_shared.Arena, places, _palette));
        }
    }

    private void Replace(EntryStore store)
    {
        var old = _store;
        old.CopyTo(new Copier(store, _palette), _keys.Watermark);
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
            _ = store is PathStore paths ? paths.TryPut(id, entry.PathId, packed, entry.Time) : store.TryPut(id, packed, entry.Time);
        }
    }

    private sealed class Remover(FamilyTable table, Func<uint, bool> isUnwanted) : IEntrySink
    {
        public void Take(uint id, HeldEntry entry)
        {
            if (isUnwanted(entry.Set))
            {
                _ = table.Remove(id, entry.PathId);
            }
        }
    }

    private sealed class Absorber(FamilyTable into, FamilyTable from) : IEntrySink
    {
        private readonly PrefixWork[] _one = new PrefixWork[1];

        public void Take(uint id, HeldEntry entry)
        {
            // Times of the other list go in as they come: no order is promised between generations, the latest stands for all.
            _one[0].Id = id;
            _one[0].PathId = entry.PathId;
            _ = into.Put(_one, into.Pack(entry.Set, entry.Context), into.TimeOf(from._times[entry.Time]), long.MaxValue);
        }
    }
}
