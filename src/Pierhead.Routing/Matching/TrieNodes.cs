using System.Numerics;
using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Matching;

/// <summary>
/// The nodes of a trie of eight bits a step, each the 256 places of its step run-length coded: a bit where a new value begins,
/// a bit where a child hangs, and as many values and children as there are bits. A node is written once; only its links to
/// children change, each as one number. Handles count units of 16 bytes; 0 is none.
/// <code>
/// [ value bits (32 bytes) | child bits (32 bytes) | values (4 bytes each) ... | children (4 bytes each) ... ]
/// </code>
/// </summary>
internal sealed unsafe class TrieNodes : IRetirable
{
    public const int Places = 256;

    private const int Unit = 16;
    private const int HeadWords = 16;
    private const int BitmapWords = 4;
    private const int GreatestUnits = ((HeadWords + (2 * Places)) * 4 / Unit) + 1;

    // All that a handle of 31 bits can name: more than 16M prefixes can need, two by two at the ends of the longest ways.
    private const long Capacity = 32L << 30;

    private readonly Region<byte> _region = new(Capacity);
    private readonly uint[] _free = new uint[GreatestUnits + 1];
    private readonly Lock _lock = new();
    private uint _end = 1;

    /// <summary>Bytes in use and on the free lists.</summary>
    public long Bytes => (long)_end * Unit;

    /// <summary>Asks for a node's head.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint node) => _region.Prefetch((long)node * Unit);

    /// <summary>Asks for the line of the value that <see cref="Value"/> will read; the head must have come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchValue(uint node, int place)
    {
        var words = At(node);
        Memory.Prefetch.Line(words + HeadWords + RankTo((ulong*)words, place));
    }

    /// <summary>The value at a place, 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Value(uint node, int place)
    {
        var words = At(node);
        var rank = RankTo((ulong*)words, place);
        return rank == 0 ? 0 : words[HeadWords + rank - 1];
    }

    /// <summary>The child at a place, 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Child(uint node, int place)
    {
        var words = At(node);
        var bits = (ulong*)words + BitmapWords;
        return ((bits[place >> 6] >> (place & 63)) & 1) == 0 ? 0 : Volatile.Read(ref *Link(words, place));
    }

    /// <summary>Hangs another node where a child hangs already.</summary>
    public void Relink(uint node, int place, uint child) => Volatile.Write(ref *Link(At(node), place), child);

    /// <summary>Writes a node from its places spelled out.</summary>
    public uint Create(ReadOnlySpan<uint> values, ReadOnlySpan<uint> children)
    {
        var count = 0;
        uint last = 0;
        for (var place = 0; place < Places; place++)
        {
            count += (values[place] != last ? 1 : 0) + (children[place] != 0 ? 1 : 0);
            last = values[place];
        }

        var node = Allocate(UnitsOf(count));
        var words = At(node);
        new Span<ulong>(words, 2 * BitmapWords).Clear();
        var bits = (ulong*)words;
        var next = words + HeadWords;
        last = 0;
        for (var place = 0; place < Places; place++)
        {
            if (values[place] != last)
            {
                bits[place >> 6] |= 1UL << (place & 63);
                *next++ = last = values[place];
            }
        }

        for (var place = 0; place < Places; place++)
        {
            if (children[place] != 0)
            {
                bits[BitmapWords + (place >> 6)] |= 1UL << (place & 63);
                *next++ = children[place];
            }
        }

        return node;
    }

    /// <summary>Spells a node's places out.</summary>
    public void Read(uint node, Span<uint> values, Span<uint> children)
    {
        var words = At(node);
        var bits = (ulong*)words;
        var next = words + HeadWords;
        uint last = 0;
        for (var place = 0; place < Places; place++)
        {
            if (((bits[place >> 6] >> (place & 63)) & 1) != 0)
            {
                last = *next++;
            }

            values[place] = last;
        }

        for (var place = 0; place < Places; place++)
        {
            children[place] = ((bits[BitmapWords + (place >> 6)] >> (place & 63)) & 1) != 0 ? *next++ : 0;
        }
    }

    /// <summary>Frees a node that is linked from nowhere, once readers have left.</summary>
    public void Retire(uint node, GracePeriod grace)
    {
        var words = At(node);
        grace.Retire(this, (nint)node, UnitsOf(Rank((ulong*)words, Places) + Rank((ulong*)words + BitmapWords, Places)));
    }

    public void Free(nint address, long size)
    {
        lock (_lock)
        {
            *At((uint)address) = _free[size];
            _free[size] = (uint)address;
        }
    }

    public void FreeAll() => _region.Free();

    private static int UnitsOf(int words) => ((HeadWords + words) * 4 + Unit - 1) / Unit;

    private static int RankTo(ulong* bits, int place)
    {
        var rank = BitOperations.PopCount(bits[place >> 6] & (ulong.MaxValue >> (63 - (place & 63))));
        for (var word = 0; word < place >> 6; word++)
        {
            rank += BitOperations.PopCount(bits[word]);
        }

        return rank;
    }

    private static int Rank(ulong* bits, int places) => RankTo(bits, places - 1);

    private static uint* Link(uint* words, int place)
    {
        var values = Rank((ulong*)words, Places);
        return words + HeadWords + values + RankTo((ulong*)words + BitmapWords, place) - 1;
    }

    private uint* At(uint node) => (uint*)Unsafe.AsPointer(ref _region[(long)node * Unit]);

    private uint Allocate(int units)
    {
        lock (_lock)
        {
            var node = _free[units];
            if (node != 0)
            {
                _free[units] = *At(node);
                return node;
            }

            node = _end;
            if ((long)(node + (uint)units) * Unit > Capacity)
            {
                throw new InsufficientMemoryException("The longest-match index is full.");
            }

            _end += (uint)units;
            return node;
        }
    }
}
