using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Tables;

/// <summary>
/// Prefix id to entry, in one of several forms. An entry is packed into one number that is written and read whole: 0 for none;
/// narrow, 24 bits of set id below 8 bits of palette index; wide, 32 bits of set id below 32 bits of hop context id. Written by
/// one thread, read by any inside a read guard; a store that no longer fits is replaced by another, never changed in place.
/// </summary>
internal abstract class EntryStore
{
    public const uint NarrowSets = 1 << 24;

    /// <summary>Whether entries are of the wide form.</summary>
    public abstract bool IsWide { get; }

    /// <summary>Reads the entry of a prefix; of one with several paths any that it has.</summary>
    public abstract bool TryRead(uint id, out HeldEntry entry);

    /// <summary>
    /// Stores one entry for a run of resolved prefixes, in order. Stops before a new one when <paramref name="room"/> of them were
    /// added, and where the store is full. Returns how many were done.
    /// </summary>
    public abstract int Put(ReadOnlySpan<PrefixWork> run, ulong packed, byte time, long room, out int added);

    /// <summary>Stores one; false where the store is full.</summary>
    public abstract bool TryPut(uint id, ulong packed, byte time);

    /// <summary>Removes a prefix, with all its paths; false where it was not there.</summary>
    public abstract bool Remove(uint id);

    public abstract void Prefetch(uint id);

    /// <summary>Calls back for every entry, in no order: for conversions, on the writer's thread.</summary>
    public abstract void CopyTo(IEntrySink sink, uint watermark);

    /// <summary>The ids held from one on, ascending, as many as fit the span and looking at no more than that many places.</summary>
    public abstract int Ids(uint from, uint watermark, Span<uint> ids, ref int scanBudget, out uint next);

    /// <summary>Renumbers times: every index becomes what the map says.</summary>
    public abstract void MapTimes(ReadOnlySpan<byte> map, uint watermark);

    /// <summary>
    /// Marks what the entries of a range of prefixes name, and the prefixes. Hop contexts of a palette are not its business. A store
    /// without an order marks everything with the first range.
    /// </summary>
    public abstract void Mark(Marks marks, MarkBits prefixes, uint first, uint last);

    /// <summary>Frees the memory once readers have left.</summary>
    public abstract void Retire(GracePeriod grace);
}

/// <summary>Takes the entries of a store that is being replaced.</summary>
internal interface IEntrySink
{
    void Take(uint id, HeldEntry entry);
}
