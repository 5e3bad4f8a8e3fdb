using Pierhead.Routing.Memory;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Interning;

/// <summary>
/// Room, and how it comes again: what is free between strings is a list of gaps in ascending order; new strings fill the gaps from
/// the front, or go to the end. The strings themselves tell where the next one begins, so a sweep walks them without an index.
/// </summary>
internal sealed partial class InternedBytes
{
    // A gap smaller than this is left behind when the next string does not fit; it counts again at the next sweep.
    private const int SmallGap = 128;

    private RegionStack<Gap> _found;
    private RegionStack<Gap> _gaps;
    private long _gap;
    private long _sweptGap;
    private int _unlinked;
    private bool _isSweeping;

    /// <summary>Bytes between the first string and the end that are free, for tests and measurement.</summary>
    public long FreeBytes
    {
        get
        {
            lock (_lock)
            {
                long free = 0;
                for (long index = 0; index < _gaps.Count; index++)
                {
                    free += _gaps[index].End - _gaps[index].Start;
                }

                return free;
            }
        }
    }

    /// <summary>
    /// A slice of taking unmarked strings out of the hash; no lane may be inside. Begins at 0, goes on where the last one ended,
    /// false at the end. While it lasts new strings go to the end, so that gaps stay as they are.
    /// </summary>
    public bool Unlink(MarkBits marks, ref long at)
    {
        if (at == 0)
        {
            at = Unit;
            _sweptGap = 0;
            _isSweeping = true;
        }

        for (var (looks, removals) = (0, 0); at < _end && looks < Reclaimer.LooksASlice && removals < Reclaimer.RemovalsASlice; looks++)
        {
            if (_sweptGap < _gaps.Count && _gaps[_sweptGap].Start == at)
            {
                at = NoteFree(_gaps[_sweptGap++]);
                continue;
            }

            var size = SizeOf(LengthAt(at));
            var id = (uint)(at / Unit);
            if (marks[id])
            {
                at += size;
                continue;
            }

            _slots.Remove(KeyedHash.Of(this[id]), id);
            _unlinked++;
            removals++;
            at = NoteFree(new Gap(at, at + size));
        }

        return at < _end;
    }

    /// <summary>Lets the room of unlinked strings be used again, and gives whole pages of it back; a grace period must have passed.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isSweeping = false;
            (_gaps, _found) = (_found, _gaps);
            _gap = 0;
            _found.Clear();
            for (long index = 0; index < _gaps.Count; index++)
            {
                _bytes.Clear(_gaps[index].Start, _gaps[index].End);
            }

            Volatile.Write(ref _count, _count - _unlinked);
            _unlinked = 0;
            if (_slots.IsWasteful(_count))
            {
                Rebuild();
            }
        }
    }

    private long NoteFree(Gap gap)
    {
        if (_found.Count > 0 && _found[_found.Count - 1].End == gap.Start)
        {
            _found[_found.Count - 1] = _found[_found.Count - 1] with { End = gap.End };
        }
        else if (gap.Start < gap.End)
        {
            _found.Push(gap);
        }

        return gap.End;
    }

    /// <summary>Room for so many bytes, 0 where there is none. Under the lock.</summary>
    private long Allocate(int size)
    {
        while (!_isSweeping && _gap < _gaps.Count)
        {
            var gap = _gaps[_gap];
            if (gap.Start + size <= gap.End)
            {
                _gaps[_gap] = gap with { Start = gap.Start + size };
                return gap.Start;
            }

            if (gap.End - gap.Start >= SmallGap)
            {
                break;
            }

            _gap++;
        }

        if (_end + size > _bytes.Length)
        {
            return 0;
        }

        _end += size;
        return _end - size;
    }

    private readonly record struct Gap(long Start, long End);
}
