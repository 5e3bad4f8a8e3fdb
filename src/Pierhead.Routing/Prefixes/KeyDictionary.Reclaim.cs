using Pierhead.Routing.Memory;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Prefixes;

/// <summary>Taking keys out that no table names, and giving their ids out again.</summary>
internal abstract partial class KeyDictionary
{
    /// <summary>Fewer than one in so many are left where they are: taking them out costs a new longest-match index.</summary>
    private const int WorthIt = 16;

    private readonly Region<ulong> _dead;
    private readonly RegionStack<uint> _unlinked;
    private readonly RegionStack<uint> _free;
    private int _deadCount;

    /// <summary>Whether keys were taken out whose ids wait to be released.</summary>
    public bool HasUnlinked => _unlinked.Count != 0;

    /// <summary>Whether an id has no key now.</summary>
    public bool IsDead(uint id) => ((Volatile.Read(ref _dead[id >> 6]) >> (int)(id & 63)) & 1) != 0;

    /// <summary>Whether enough keys are unmarked to take them out.</summary>
    public bool IsWorthUnlinking(MarkBits marks)
    {
        long unmarked = 0;
        for (var id = 1u; id <= Watermark; id++)
        {
            unmarked += marks[id] || IsDead(id) ? 0 : 1;
        }

        return unmarked * WorthIt > Count;
    }

    /// <summary>A slice of taking unmarked keys out of the hash; no lane may be inside. False at the end.</summary>
    public bool Unlink(MarkBits marks, ref long at)
    {
        var end = Math.Min(at + Reclaimer.LooksASlice, _watermark);
        for (var removals = 0; at < end && removals < Reclaimer.RemovalsASlice; at++)
        {
            var id = (uint)at + 1;
            if (!marks[id] && !IsDead(id))
            {
                RemoveFromSlots(id);
                Volatile.Write(ref _dead[id >> 6], _dead[id >> 6] | (1UL << (int)(id & 63)));
                Volatile.Write(ref _deadCount, _deadCount + 1);
                OnUnlinked(id);
                _unlinked.Push(id);
                removals++;
            }
        }

        return at < _watermark;
    }

    /// <summary>Lets the ids of unlinked keys come again; no index may know them any more, and a grace period must have passed.</summary>
    public void Release()
    {
        lock (Writer)
        {
            // The smallest on top, so that ids stay dense.
            while (_unlinked.TryPop(out var id))
            {
                OnReleased(id);
                _free.Push(id);
            }

            _unlinked.Clear();
            if (_slots.Region.Length > LengthFor(Count) * 4)
            {
                Rebuild();
            }
        }
    }

    /// <summary>A key was taken out; its octets stay until its id comes again, for readers may still be at it.</summary>
    protected abstract void OnUnlinked(uint id);

    /// <summary>An unlinked key's id may come again; under the lock.</summary>
    protected virtual void OnReleased(uint id)
    {
    }

    /// <summary>An id came again with another key; under the lock.</summary>
    protected virtual void OnRevived(uint id)
    {
    }

    private void Revive(uint id)
    {
        Volatile.Write(ref _dead[id >> 6], _dead[id >> 6] & ~(1UL << (int)(id & 63)));
        Volatile.Write(ref _deadCount, _deadCount - 1);
        OnRevived(id);
    }

    private void RemoveFromSlots(uint id)
    {
        for (var at = _slots.First(HashOfStored(id)); _slots.Region[at] != 0; at = _slots.Next(at))
        {
            if ((_slots.Region[at] & PrefixSlots.IdMask) == id)
            {
                Volatile.Write(ref _slots.Region[at], PrefixSlots.Removed);
                return;
            }
        }
    }
}
