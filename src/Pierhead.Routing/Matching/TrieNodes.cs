using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Matching;

/// <summary>
/// The nodes of a trie of eight bits a step, each the 256 places of its step run-length coded: a bit where a new value begins, a bit
/// where a child hangs, and as many values and children as there are bits. Most nodes have few, so the bits come in groups of sixteen, and
/// only groups with any are there. A node is written once; only its links to children change, each as one number. Handles count units
/// of 8 bytes; 0 is none.
/// <code>
/// [ groups with value bits (2 bytes) | groups with child bits (2) | number of values (2)
///   | value bits (2 each) ... | child bits (2 each) ... | padding to 4 | values (4 each) ... | children (4 each) ... ]
/// </code>
/// </summary>
internal sealed unsafe class TrieNodes : IRetirable
{
    public const int Places = 256;

    private const int Unit = 8;
    private const int Count = 4;
    private const int Head = 6;
    private const int Groups = 16;
    private const int GroupPlaces = 16;
    private const int Line = 64;
    private const int GreatestUnits = (Head + (2 * 2 * Groups) + 2 + (2 * Places * 4) + Unit - 1) / Unit;

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

    /// <summary>
    /// Where the value and the child of a place are written, both a zero where there is none: for steps that ask for many lines before they
    /// read any. Without a branch: what a node looks like is not to be foretold, and a branch gone wrong costs what a look does.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Locate(uint node, int place, out nint value, out nint child)
    {
        var none = At(0);
        var at = At(node);
        var groups = *(uint*)at;
        int count = *(ushort*)(at + Count);
        var bits = at + Head;
        var words = (uint*)(at + BitsEnd(groups));
        var (group, bit) = ((int)((uint)place / GroupPlaces), (int)((uint)place % GroupPlaces));
        var rank = Rank(bits, (ushort)groups, group, bit, out var begins) + begins;
        value = Choose(none, words + rank - 1, rank);
        bits += BitOperations.PopCount((uint)(ushort)groups) * 2;
        rank = count + Rank(bits, groups >> 16, group, bit, out var hangs);
        child = Choose(none, words + rank, hangs);
    }

    /// <summary>Asks for what <see cref="Locate"/> found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(nint at) => Memory.Prefetch.Line((void*)at);

    /// <summary>Reads what <see cref="Locate"/> found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Read(nint at) => Volatile.Read(ref *(uint*)at);

    /// <summary>The value and the child at a place, 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Look(uint node, int place, out uint child)
    {
        Locate(node, place, out var valueAt, out var childAt);
        child = Read(childAt);
        return Read(valueAt);
    }

    /// <summary>Hangs another node where a child hangs already.</summary>
    public void Relink(uint node, int place, uint child)
    {
        Locate(node, place, out _, out var at);
        Debug.Assert((byte*)at != At(0), "no child hangs there");
        Volatile.Write(ref *(uint*)at, child);
    }

    /// <summary>Writes a node from its places spelled out.</summary>
    public uint Create(ReadOnlySpan<uint> values, ReadOnlySpan<uint> children)
    {
        Span<ushort> valueBits = stackalloc ushort[Groups];
        Span<ushort> childBits = stackalloc ushort[Groups];
        valueBits.Clear();
        childBits.Clear();
        var (valueCount, childCount) = (0, 0);
        uint last = 0;
        for (var place = 0; place < Places; place++)
        {
            var bit = (ushort)(1 << (place % GroupPlaces));
            if (values[place] != last)
            {
                valueBits[place / GroupPlaces] |= bit;
                last = values[place];
                valueCount++;
            }

            if (children[place] != 0)
            {
                childBits[place / GroupPlaces] |= bit;
                childCount++;
            }
        }

        var valueGroups = GroupsOf(valueBits);
        var childGroups = GroupsOf(childBits);
        var node = Allocate(UnitsOf(valueGroups, childGroups, valueCount + childCount));
        var at = At(node);
        *(uint*)at = valueGroups | (childGroups << 16);
        *(ushort*)(at + Count) = (ushort)valueCount;
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
        var children = 0;
        for (var bits = ChildBits(at); bits < ChildBits(at) + (BitOperations.PopCount(ChildGroups(at)) * 2); bits += 2)
        {
            children += BitOperations.PopCount(*(ushort*)bits);
        }

        grace.Retire(this, (nint)node, UnitsOf(ValueGroups(at), ChildGroups(at), *(ushort*)(at + Count) + children));
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

    /// <summary>The second where the number is not zero; the first where it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Choose(void* zero, void* other, int number) => (nint)zero + (((nint)other - (nint)zero) & ((nint)(-number) >> 63));

    private static int UnitsOf(uint valueGroups, uint childGroups, int words) =>
        (BitsEnd(valueGroups | (childGroups << 16)) + (words * 4) + Unit - 1) / Unit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BitsEnd(uint groups) => (Head + (BitOperations.PopCount(groups) * 2) + 3) & ~3;

    private static uint ValueGroups(byte* at) => *(ushort*)at;

    private static uint ChildGroups(byte* at) => *(ushort*)(at + 2);

    private static byte* ChildBits(byte* at) => at + Head + (BitOperations.PopCount(ValueGroups(at)) * 2);

    /// <summary>Where values begin, and children after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint* Words(byte* at) => (uint*)(at + BitsEnd(*(uint*)at));

    /// <summary>
    /// How many bits are set before a place, and whether its own is (1 or 0). The groups that are there lie one after the other, and so
    /// their bits do.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rank(byte* bits, uint groups, int group, int bit, out int own)
    {
        var before = BitOperations.PopCount(groups & ((1u << group) - 1));
        var isThere = (int)(groups >> group) & 1;
        own = (((ushort*)bits)[before] >> bit) & isThere;
        return Ones(bits, (before * GroupPlaces) + (bit * isThere));
    }

    /// <summary>How many of the first so many bits are set, at most 255; reads past them what is not counted, never past the region.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Ones(byte* bits, int count) =>
        Ones(bits, 0, count) + Ones(bits, 64, count) + Ones(bits, 128, count) + Ones(bits, 192, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Ones(byte* bits, int from, int count)
    {
        var word = Unsafe.ReadUnaligned<ulong>(bits + (from / 8));
        var left = count - from;
        left &= ~(left >> 31);
        return BitOperations.PopCount(
            Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(word, (uint)left) : left >= 64 ? word : word & ((1UL << left) - 1));
    }

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
