using Pierhead.Routing.Memory;
using Pierhead.Routing.Reclaiming;

namespace Pierhead.Routing.Interning;

/// <summary>
/// Byte strings, each kept once. An id is the place of the string in units of four bytes, so that going from id to content costs
/// one miss and no index. 0 is no string. Finding takes no lock; callers hold a read guard.
/// <code>
/// [ length (2 octets) | octets ... | padding to 4 ]
/// </code>
/// </summary>
internal sealed partial class InternedBytes
{
    private const int Unit = 4;
    private const int OctetsPerCount = 128;

    private readonly GracePeriod _grace;
    private readonly Region<byte> _bytes;
    private readonly Lock _lock = new();
    private TaggedSlots _slots = new();
    private long _end = Unit;
    private int _count;
    private long _added;

    /// <param name="capacity">Bytes of address space, at most 16 GiB: what four bytes an id unit can name.</param>
    public InternedBytes(GracePeriod grace, long capacity)
    {
        _grace = grace;
        _bytes = new Region<byte>(Math.Min(capacity, uint.MaxValue * (long)Unit));

        // Between two gaps there is a string.
        _found = new RegionStack<Gap>((_bytes.Length / (2 * Unit)) + 1);
        _gaps = new RegionStack<Gap>((_bytes.Length / (2 * Unit)) + 1);
    }

    /// <summary>Strings held.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>
    /// Strings ever added; a long one counts for as many as it takes the room of, so that a few of 60,000 octets are noticed as soon
    /// as thousands of usual ones.
    /// </summary>
    public long Added => Volatile.Read(ref _added);

    /// <summary>The greatest id there can be.</summary>
    public long GreatestId => _bytes.Length / Unit;

    public ReadOnlySpan<byte> this[uint id]
    {
        get
        {
            var at = id * (long)Unit;
            return _bytes.Span(at + 2, LengthAt(at));
        }
    }

    public void Prefetch(ulong hash) => Volatile.Read(ref _slots).Prefetch(hash);

    /// <summary>The id that is probably the string's, its content asked for; 0 where surely none is.</summary>
    public uint Candidate(ulong hash)
    {
        ulong step = 0;
        var id = Volatile.Read(ref _slots).Next(hash, ref step);
        if (id != 0)
        {
            _bytes.Prefetch(id * (long)Unit);
        }

        return id;
    }

    /// <summary>The string's id, added where it is new; 0 where there is no room. At most 65,535 octets.</summary>
    public uint Intern(ReadOnlySpan<byte> value, ulong hash, uint candidate)
    {
        if (candidate != 0 && this[candidate].SequenceEqual(value))
        {
            return candidate;
        }

        var id = Find(value, hash);
        return id != 0 ? id : Add(value, hash);
    }

    public void Free()
    {
        _slots.Free();
        _bytes.Free();
        _found.Free();
        _gaps.Free();
    }

    private static int SizeOf(int length) => (length + 2 + Unit - 1) & ~(Unit - 1);

    private int LengthAt(long at) => _bytes[at] | (_bytes[at + 1] << 8);

    private uint Find(ReadOnlySpan<byte> value, ulong hash)
    {
        var slots = Volatile.Read(ref _slots);
        ulong step = 0;
        uint id;
        while ((id = slots.Next(hash, ref step)) != 0 && !this[id].SequenceEqual(value))
        {
        }

        return id;
    }

    private uint Add(ReadOnlySpan<byte> value, ulong hash)
    {
        lock (_lock)
        {
            var id = Find(value, hash);
            if (id != 0)
            {
                return id;
            }

            var at = Allocate(SizeOf(value.Length));
            if (at == 0)
            {
                return 0;
            }

            if (_slots.IsFull)
            {
                Rebuild();
            }

            id = (uint)(at / Unit);
            _bytes[at] = (byte)value.Length;
            _bytes[at + 1] = (byte)(value.Length >> 8);
            value.CopyTo(_bytes.Span(at + 2, value.Length));
            _slots.Insert(hash, id);
            Volatile.Write(ref _count, _count + 1);
            Volatile.Write(ref _added, _added + 1 + (value.Length / OctetsPerCount));
            return id;
        }
    }

    private void Rebuild()
    {
        var old = _slots;
        Volatile.Write(ref _slots, old.Rebuild(_count, id => KeyedHash.Of(this[id])));
        old.Retire(_grace);
    }
}
