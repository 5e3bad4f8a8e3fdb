using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Prefixes;

/// <summary>All prefixes of one address family that the node knows of.</summary>
internal abstract class PrefixDictionary : KeyDictionary
{
    private const int Group = 64;

    private readonly int[] _byLength = new int[129];
    private readonly List<uint> _revived = [];

    protected PrefixDictionary(GracePeriod grace, int capacity)
        : base(grace, capacity)
    {
    }

    public abstract bool IsIPv6 { get; }

    /// <summary>The prefix of an id that was given out.</summary>
    public abstract IpPrefix this[uint id] { get; }

    /// <summary>The length of an id's prefix.</summary>
    public abstract int LengthOf(uint id);

    /// <summary>Whether an id's prefix contains an address.</summary>
    public abstract bool Contains(uint id, ulong high, ulong low);

    /// <summary>Asks for the lines of an id's prefix.</summary>
    public abstract void Prefetch(uint id);

    /// <summary>A number that orders prefixes by address; for IPv4, by length after it.</summary>
    public abstract ulong SortKeyOf(uint id);

    /// <summary>Whether any prefix of this length is known.</summary>
    public bool Has(int length) => Volatile.Read(ref _byLength[length]) != 0;

    public sealed override KeyDescription Describe(uint id) => new(Distinguisher: null, this[id], Rule: null);

    /// <summary>
    /// Of many lookups, whose addresses are <paramref name="high"/> and <paramref name="low"/>, those named came to a prefix that may
    /// contain their address: where it does, it is their <paramref name="best"/>.
    /// </summary>
    public void Confirm(
        ReadOnlySpan<int> named, ReadOnlySpan<uint> ids, ReadOnlySpan<ulong> high, ReadOnlySpan<ulong> low, Span<uint> best)
    {
        foreach (var index in named)
        {
            Prefetch(ids[index]);
        }

        foreach (var index in named)
        {
            best[index] = Contains(ids[index], high[index], low[index]) ? ids[index] : best[index];
        }
    }

    public uint Find(IpPrefix prefix) => Find(prefix.Address.High, prefix.Address.Low, prefix.Length);

    /// <summary>The id of a prefix, 0 where it is not known. Host bits must be zero.</summary>
    public uint Find(ulong high, ulong low, byte length) => Find(high, low, length, HashOf(high, low, length));

    /// <summary>First step for a batch: computes the hash and asks for the slot's line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prepare(ref PrefixWork work)
    {
        work.Hash = HashOf(work.High, work.Low, work.Length);
        Slots.Prefetch(work.Hash);
    }

    /// <summary>
    /// Second step: gives every prefix its id, adding those announced that are new, in order. False where one found no room;
    /// its id is then 0.
    /// </summary>
    public bool Resolve(Span<PrefixWork> batch)
    {
        var missing = 0;
        for (var start = 0; start < batch.Length; start += Group)
        {
            var group = batch.Slice(start, Math.Min(Group, batch.Length - start));
            PickCandidates(group);
            foreach (ref var work in group)
            {
                if (work.Id == 0 || !Matches(work.Id, work.High, work.Low, work.Length))
                {
                    work.Id = Find(work.High, work.Low, work.Length, work.Hash);
                    missing += work.Id == 0 ? 1 : 0;
                }
            }
        }

        return missing == 0 || AddMissing(batch);
    }

    /// <summary>The id of one prefix, added where it is new; 0 where there is no room. Host bits must be zero.</summary>
    public uint Intern(ulong high, ulong low, byte length)
    {
        var hash = HashOf(high, low, length);
        var id = Find(high, low, length, hash);
        if (id != 0)
        {
            return id;
        }

        lock (Writer)
        {
            id = Find(high, low, length, hash);
            return id != 0 ? id : Add(high, low, length, hash);
        }
    }

    /// <summary>What a follower that has all up to an id has to take in: how far to go, and older ids that came again.</summary>
    public uint[] TakeRevived(out uint watermark, out long added)
    {
        lock (Writer)
        {
            watermark = Watermark;
            added = Added;
            var revived = _revived.ToArray();
            _revived.Clear();
            return revived;
        }
    }

    protected static ulong HashOf(ulong high, ulong low, byte length) =>
        low == 0 ? KeyedHash.Of(high, length) : KeyedHash.Of(KeyedHash.Of(high, length), low);

    protected abstract bool Matches(uint id, ulong high, ulong low, byte length);

    protected abstract void Store(uint id, ulong high, ulong low, byte length);

    protected sealed override void OnUnlinked(uint id) => Volatile.Write(ref _byLength[LengthOf(id)], _byLength[LengthOf(id)] - 1);

    protected sealed override void OnRevived(uint id) => _revived.Add(id);

    /// <summary>The first slot with the right tag is nearly always the right one; ask for its prefix while looking at the others.</summary>
    private void PickCandidates(Span<PrefixWork> group)
    {
        var slots = Slots;
        foreach (ref var work in group)
        {
            var tag = PrefixSlots.Tag(work.Hash);
            work.Id = 0;
            for (var at = slots.First(work.Hash); ; at = slots.Next(at))
            {
                var slot = Volatile.Read(ref slots.Region[at]);
                if (slot == 0)
                {
                    break;
                }

                if ((slot & ~PrefixSlots.IdMask) == tag && (slot & PrefixSlots.IdMask) != 0)
                {
                    work.Id = slot & PrefixSlots.IdMask;
                    Prefetch(work.Id);
                    break;
                }
            }
        }
    }

    private uint Find(ulong high, ulong low, byte length, ulong hash)
    {
        var slots = Slots;
        var tag = PrefixSlots.Tag(hash);
        for (var at = slots.First(hash); ; at = slots.Next(at))
        {
            var slot = Volatile.Read(ref slots.Region[at]);
            if (slot == 0)
            {
                return 0;
            }

            var id = slot & PrefixSlots.IdMask;
            if ((slot & ~PrefixSlots.IdMask) == tag && id != 0 && Matches(id, high, low, length))
            {
                return id;
            }
        }
    }

    private bool AddMissing(Span<PrefixWork> batch)
    {
        var room = true;
        lock (Writer)
        {
            foreach (ref var work in batch)
            {
                if (work.Id != 0)
                {
                    continue;
                }

                work.Id = Find(work.High, work.Low, work.Length, work.Hash);
                if (work.Id == 0 && !work.IsWithdrawn)
                {
                    work.Id = Add(work.High, work.Low, work.Length, work.Hash);
                    room &= work.Id != 0;
                }
            }
        }

        return room;
    }

    private uint Add(ulong high, ulong low, byte length, ulong hash)
    {
        var id = Allocate(out var isReused);
        if (id != 0)
        {
            Store(id, high, low, length);
            Publish(id, hash, isReused);
            Volatile.Write(ref _byLength[length], _byLength[length] + 1);
        }

        return id;
    }
}
