using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Tables;

/// <summary>
/// Many entries: a flat array by prefix id over a reserved range of addresses. <typeparamref name="T"/> is <see cref="uint"/> for
/// the narrow form (four bytes a route) and <see cref="ulong"/> for the wide one. Times lie in a second range, of which a page is
/// touched only by routes that came after the initial load.
/// </summary>
internal sealed class DenseStore<T> : EntryStore
    where T : unmanaged
{
    // Entries that get their pages together.
    private const int StretchBits = 12;

    private readonly Region<T> _entries;
    private readonly bool[] _populated;
    private readonly Palette? _palette;
    private Region<byte>? _times;

    /// <param name="capacity">The greatest prefix id.</param>
    /// <param name="palette">What a narrow entry's index means; null makes it a wide store.</param>
    public DenseStore(int capacity, Palette? palette)
    {
        Debug.Assert(palette is null == (typeof(T) == typeof(ulong)), "narrow entries are uint, wide ones ulong");
        _entries = new Region<T>((long)capacity + 1);
        _populated = new bool[(capacity >> StretchBits) + 1];
        _palette = palette;
    }

    public override bool IsWide => typeof(T) == typeof(ulong);

    public override bool TryRead(uint id, out HeldEntry entry)
    {
        if (id >= _entries.Length)
        {
            entry = default;
            return false;
        }

        var packed = Load(id);
        if (packed == 0)
        {
            entry = default;
            return false;
        }

        var time = Volatile.Read(ref _times)?[id] ?? 0;
        entry = typeof(T) == typeof(uint)
            ? new HeldEntry((uint)packed & (NarrowSets - 1), _palette![(int)(packed >> 24)], time)
            : new HeldEntry((uint)packed, (uint)(packed >> 32), time);
        return true;
    }

    public override int Put(ReadOnlySpan<PrefixWork> run, ulong packed, byte time, long room, out int added)
    {
        added = 0;
        for (var index = 0; index < run.Length; index++)
        {
            var id = run[index].Id;
            if (Load(id) == 0)
            {
                if (added == room)
                {
                    return index;
                }

                added++;
                Populate(id);
            }

            Save(id, packed);
            if (time != 0 || _times is not null)
            {
                SetTime(id, time);
            }
        }

        return run.Length;
    }

    public override bool TryPut(uint id, ulong packed, byte time)
    {
        Populate(id);
        Save(id, packed);
        if (time != 0 || _times is not null)
        {
            SetTime(id, time);
        }

        return true;
    }

    public override bool Remove(uint id)
    {
        if (Load(id) == 0)
        {
            return false;
        }

        Save(id, 0);
        return true;
    }

    public override void Prefetch(uint id) => _entries.Prefetch(id);

    public override void CopyTo(IEntrySink sink, uint watermark)
    {
        for (var id = 1u; id <= watermark; id++)
        {
            if (TryRead(id, out var entry))
            {
                sink.Take(id, entry);
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

            if (Load(id) != 0)
            {
                ids[found++] = id;
            }
        }

        next = 0;
        return found;
    }

    public override void MapTimes(ReadOnlySpan<byte> map, uint watermark)
    {
        for (var id = 1u; _times is not null && id <= watermark; id++)
        {
            if (_times[id] != 0)
            {
                _times[id] = map[_times[id]];
            }
        }
    }

    public override void Mark(Marks marks, MarkBits prefixes, uint first, uint last)
    {
        for (var id = first; id <= last; id++)
        {
            var packed = Load(id);
            if (packed == 0)
            {
                continue;
            }

            prefixes.Set(id);
            if (IsWide)
            {
                marks.Sets.Set((uint)packed);
                marks.Contexts.Set((uint)(packed >> 32));
            }
            else
            {
                marks.Sets.Set((uint)packed & (NarrowSets - 1));
            }
        }
    }

    public override void Retire(GracePeriod grace)
    {
        grace.Retire(_entries);
        if (_times is not null)
        {
            grace.Retire(_times);
        }
    }

    private ulong Load(uint id) => typeof(T) == typeof(uint)
        ? Volatile.Read(ref Unsafe.As<T, uint>(ref _entries[id]))
        : Volatile.Read(ref Unsafe.As<T, ulong>(ref _entries[id]));

    /// <summary>Before a first entry is written: its place was read, and that alone would map a page that has to be mapped again.</summary>
    private void Populate(uint id)
    {
        var stretch = id >> StretchBits;
        if (!_populated[stretch])
        {
            _populated[stretch] = true;
            _entries.Populate((long)stretch << StretchBits, Math.Min(_entries.Length, (long)(stretch + 1) << StretchBits));
        }
    }

    private void Save(uint id, ulong packed)
    {
        if (typeof(T) == typeof(uint))
        {
            Volatile.Write(ref Unsafe.As<T, uint>(ref _entries[id]), (uint)packed);
        }
        else
        {
            Volatile.Write(ref Unsafe.As<T, ulong>(ref _entries[id]), packed);
        }
    }

    private void SetTime(uint id, byte time)
    {
        if (_times is null)
        {
            Volatile.Write(ref _times, new Region<byte>(_entries.Length));
        }

        // Reading an untouched page costs no memory; writing it does.
        if (_times[id] != time)
        {
            _times[id] = time;
        }
    }
}
