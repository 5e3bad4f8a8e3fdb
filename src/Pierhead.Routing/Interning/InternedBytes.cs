using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Interning;

/// <summary>
/// Byte strings, each kept once. An id is the place of the string in units of four bytes, so that going from id to content costs
/// one miss and no index. 0 is no string. Finding takes no lock; callers hold a read guard.
/// <code>
/// [ length (2 octets) | octets ... | padding to 4 ]
/// </code>
/// </summary>
internal sealed class InternedBytes
{
    private const int Unit = 4;
    private const int InitialSlots = 1 << 10;

    private readonly GracePeriod _grace;
    private readonly Region<byte> _bytes;
    private readonly Lock _lock = new();
    private TaggedSlots _slots = new(InitialSlots);
    private long _end = Unit;
    private int _count;

    /// <param name="capacity">Bytes of address space, at most 16 GiB: what four bytes an id unit can name.</param>
    public InternedBytes(GracePeriod grace, long capacity)
    {
        _grace = grace;
        _bytes = new Region<byte>(Math.Min(capacity, uint.MaxValue * (long)Unit));
    }

    public int Count => Volatile.Read(ref _count);

    public ReadOnlySpan<byte> this[uint id]
    {
        get
        {
            var at = id * (long)Unit;
            return _bytes.Span(at + 2, _bytes[at] | (_bytes[at + 1] << 8));
        }
    }

    public void Prefetch(ulong hash) => _slots.Prefetch(hash);

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

    public uint Intern(ReadOnlySpan<byte> value)
    {
        var hash = KeyedHash.Of(value);
        return Intern(value, hash, Candidate(hash));
    }

    public void Free()
    {
        _slots.Free();
        _bytes.Free();
    }

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

            var size = (value.Length + 2 + Unit - 1) & ~(Unit - 1);
            if (_end + size > _bytes.Length)
            {
                return 0;
            }

            if (_slots.IsFull)
            {
                var old = _slots;
                Volatile.Write(ref _slots, old.Grow(known => KeyedHash.Of(this[known])));
                old.Retire(_grace);
            }

            id = (uint)(_end / Unit);
            _bytes[_end] = (byte)value.Length;
            _bytes[_end + 1] = (byte)(value.Length >> 8);
            value.CopyTo(_bytes.Span(_end + 2, value.Length));
            _end += size;
            _slots.Insert(hash, id);
            Volatile.Write(ref _count, _count + 1);
            return id;
        }
    }
}
