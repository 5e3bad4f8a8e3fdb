using System.Numerics;
using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Matching;

/// <summary>
/// The nodes of a trie of eight bits a step, each the 256 places of its step run-length coded: a bit where a new value begins, a bit
/// where a child hangs, and as many values and children as there are bits. Most nodes have few, so the bits come in groups of sixteen, and
/// only groups with any are there. A node is written once; only its links to children change, each as one number. Handles count units
/// of 8 bytes; 0 is none.
/// <code>
/// [ groups with value bits (2 bytes) | groups with child bits (2) | value bits (2 each) ... | child bits (2 each) ... | padding to 4
///   | values (4 bytes each) ... | children (4 bytes each) ... ]
/// </code>
/// </summary>
internal sealed unsafe class TrieNodes : IRetirable
{
    public const int Places = 256;

    private const int Unit = 8;
    private const int Head = 4;
    private const int Groups = 16;
    private const int GroupPlaces = 16;
    private const int Line = 64;
    private const int GreatestUnits = (Head + (2 * 2 * Groups) + (2 * Places * 4) + Unit - 1) / Unit;

    // All that a handle of 31 bits can name: more than 16M prefixes can need, two by two at the ends of the longest ways.
    private const long Capacity = 16L << 30;

    private readonly Region<byte> _region = new(Capacity);
    private readonly uint[] _free = new uint[GreatestUnits + 1];
    private readonly Lock _lock = new();
    private uint _end = 1;

    /// <summary>Bytes in use and on the free lists.</summary>
    public long Bytes => (long)_end * Unit;

    /// <summary>Asks for a node's head and bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint node)
    {
        _region.Prefetch((long)node * Unit);
        _region.Prefetch(((long)node * Unit) + Line);
    }

    /// <summary>Asks for the line of the value that <see cref="Look"/> will read; the head must have come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchValue(uint node, int place)
    {
        var at = At(node);
        Memory.Prefetch.Line(Words(at) + RankTo(at + Head, ValueGroups(at), place));
    }

    /// <summary>The value and the child at a place, 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Look(uint node, int place, out uint child)
    {
        var at = At(node);
        var groups = *(uint*)at;
        var words = (uint*)(at + Head + BitsBytes(groups));
        var rank = RankTo(at + Head, (ushort)groups, place);
        var childGroups = groups >> 16;
        child = 0;
        if (((childGroups >> (place / GroupPlaces)) & 1) != 0)
        {
            var values = BitOperations.PopCount((uint)(ushort)groups);
            var bits = at + Head + (values * 2);
            var before = BitOperations.PopCount(childGroups & ((1u << (place / GroupPlaces)) - 1));
            var group = ((ushort*)bits)[before];
            if (((group >> (place % GroupPlaces)) & 1) != 0)
            {
                var index = Ones(at + Head, values * GroupPlaces) + Ones(bits, (before * GroupPlaces) + (place % GroupPlaces));
                child = Volatile.Read(ref words[index]);
            }
        }

        return rank == 0 ? 0 : words[rank - 1];
    }

    /// <summary>Hangs another node where a child hangs already.</summary>
    public void Relink(uint node, int place, uint child) => Volatile.Write(ref *Link(At(node), place), child);

    /// <summary>Writes a node from its places spelled out.</summary>
    public uint Create(ReadOnlySpan<uint> values, ReadOnlySpan<uint> children)
    {
        Span<ushort> valueBits = stackalloc ushort[Groups];
        Span<ushort> childBits = stackalloc ushort[Groups];
        valueBits.Clear();
        childBits.Clear();
        var count = 0;
        uint last = 0;
        for (var place = 0; place < Places; place++)
        {
            var bit = (ushort)(1 << (place % GroupPlaces));
            if (values[place] != last)
            {
                valueBits[place / GroupPlaces] |= bit;
                last = values[place];
                count++;
            }

            if (children[place] != 0)
            {
                childBits[place / GroupPlaces] |= bit;
                count++;
            }
        }

        var valueGroups = GroupsOf(valueBits);
        var childGroups = GroupsOf(childBits);
        var node = Allocate(UnitsOf(valueGroups, childGroups, count));
        var at = At(node);
        *(uint*)at = valueGroups | (childGroups << 16);
        var bits = WriteBits((ushort*)(at + Head), valueBits);
        _ = WriteBits(bits, childBits);
        var next = Words(at);
        last = 0;
        for (var place = 0; place < Places; place++)
        {
            if (values[place] != last)
            {
                *next++ = last = values[place];
            }
        }

        for (var place = 0; place < Places; place++)
        {
            if (children[place] != 0)
            {
                *next++ = children[place];
            }
        }

        return node;
    }

    /// <summary>Spells a node's places out.</summary>
    public void Read(uint node, Span<uint> values, Span<uint> children)
    {
        var at = At(node);
        var next = Words(at);
        Span<ushort> bits = stackalloc ushort[Groups];
        ReadBits((ushort*)(at + Head), ValueGroups(at), bits);
        uint last = 0;
        for (var place = 0; place < Places; place++)
        {
            if (((bits[place / GroupPlaces] >> (place % GroupPlaces)) & 1) != 0)
            {
                last = *next++;
            }

            values[place] = last;
        }

        ReadBits((ushort*)ChildBits(at), ChildGroups(at), bits);
        for (var place = 0; place < Places; place++)
        {
            children[place] = ((bits[place / GroupPlaces] >> (place % GroupPlaces)) & 1) != 0 ? *next++ : 0;
        }
    }

    /// <summary>Frees a node that is linked from nowhere, once readers have left.</summary>
    public void Retire(uint node, GracePeriod grace)
    {
        var at = At(node);
        var (values, children) = (ValueGroups(at), ChildGroups(at));
        grace.Retire(this, (nint)node, UnitsOf(values, children, Ones(at + Head, values) + Ones(ChildBits(at), children)));
    }

    public void Free(nint address, long size)
    {
        lock (_lock)
        {
            *(uint*)At((uint)address) = _free[size];
            _free[size] = (uint)address;
        }
    }

    public void FreeAll() => _region.Free();

    private static int UnitsOf(uint valueGroups, uint childGroups, int words) =>
        (Head + BitsBytes(valueGroups | (childGroups << 16)) + (words * 4) + Unit - 1) / Unit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BitsBytes(uint groups) => ((BitOperations.PopCount(groups) * 2) + 3) & ~3;

    private static uint ValueGroups(byte* at) => *(ushort*)at;

    private static uint ChildGroups(byte* at) => *(ushort*)(at + 2);

    private static byte* ChildBits(byte* at) => at + Head + (BitOperations.PopCount(ValueGroups(at)) * 2);

    /// <summary>Where values begin, and children after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint* Words(byte* at) => (uint*)(at + Head + BitsBytes(*(uint*)at));

    /// <summary>How many bits are set up to a place and with it. The groups that are there lie one after the other, and so their bits do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RankTo(byte* bits, uint groups, int place)
    {
        var group = place / GroupPlaces;
        var count = BitOperations.PopCount(groups & ((1u << group) - 1)) * GroupPlaces;
        count += ((groups >> group) & 1) == 0 ? 0 : (place % GroupPlaces) + 1;
        return Ones(bits, count);
    }

    private static int Ones(byte* bits, uint groups) => Ones(bits, BitOperations.PopCount(groups) * GroupPlaces);

    /// <summary>How many of the first so many bits are set; reads past them what is not counted, never past the region.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Ones(byte* bits, int count)
    {
        var ones = 0;
        for (; count >= 64; count -= 64, bits += 8)
        {
            ones += BitOperations.PopCount(Unsafe.ReadUnaligned<ulong>(bits));
        }

        return ones + BitOperations.PopCount(Unsafe.ReadUnaligned<ulong>(bits) & ((1UL << count) - 1));
    }

    private static uint* Link(byte* at, int place) =>
        Words(at) + Ones(at + Head, ValueGroups(at)) + RankTo(ChildBits(at), ChildGroups(at), place) - 1;

    private static uint GroupsOf(ReadOnlySpan<ushort> bits)
    {
        uint groups = 0;
        for (var group = 0; group < Groups; group++)
        {
            groups |= bits[group] == 0 ? 0 : 1u << group;
        }

        return groups;
    }

    private static ushort* WriteBits(ushort* to, ReadOnlySpan<ushort> bits)
    {
        foreach (var group in bits)
        {
            if (group != 0)
            {
                *to++ = group;
            }
        }

        return to;
    }

    private static void ReadBits(ushort* from, uint groups, Span<ushort> bits)
    {
        for (var group = 0; group < Groups; group++)
        {
            bits[group] = ((groups >> group) & 1) == 0 ? (ushort)0 : *from++;
        }
    }

    private byte* At(uint node) => (byte*)Unsafe.AsPointer(ref _region[(long)node * Unit]);

    private uint Allocate(int units)
    {
        lock (_lock)
        {
            var node = _free[units];
            if (node != 0)
            {
                _free[units] = *(uint*)At(node);
                return node;
            }

            node = _end;

            // A line more: reading bits may look behind a node.
            if ((long)(node + (uint)units) * Unit > Capacity - Line)
            {
                throw new InsufficientMemoryException("The longest-match index is full.");
            }

            _end += (uint)units;
            return node;
        }
    }
}
