using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;

namespace Pierhead.Routing.Matching;

/// <summary>
/// One index over all prefixes of a family that the node knows: the most specific one that contains an address, and from each the
/// next less specific one (<see cref="Parent"/>), so that a table without a trie of its own finds its longest match by walking up
/// to what it holds. It follows its dictionary; whether it is at its heels, <see cref="IsCaughtUp"/> tells. Reading takes no lock, inside a read guard.
/// </summary>
/// <remarks>
/// Sixteen bits are resolved by two flat arrays, then eight at a time by <see cref="TrieNodes"/>. A node's values are the prefixes
/// that end within its step, the most specific for each place; they are not pushed down, the lookup remembers the best on its way.
/// A link leads to a node, or, where only one prefix lies below, to that prefix itself: then it says its id, with the top bit set,
/// and whoever comes there compares.
/// </remarks>
internal sealed partial class LongestMatchIndex : IRetirable
{
    private const int RootBits = 16;
    private const int StepBits = 8;
    private const uint Leaf = 0x8000_0000;

    // Most lookups in one call.
    private const int AtATime = 64;

    private readonly PrefixDictionary _prefixes;
    private readonly GracePeriod _grace;
    private readonly TrieNodes _nodes = new();
    private readonly Region<uint> _rootValues = new(1 << RootBits);
    private readonly Region<uint> _rootChildren = new(1 << RootBits);
    private readonly Region<uint> _parents;
    private readonly Lock _lock = new();
    private uint _watermark;
    private long _followed;

    public LongestMatchIndex(PrefixDictionary prefixes, GracePeriod grace)
    {
        _prefixes = prefixes;
        _grace = grace;
        _parents = new Region<uint>((long)prefixes.Capacity + 1);
    }

    /// <summary>Whether it has all prefixes that the dictionary has at this moment.</summary>
    public bool IsCaughtUp => Volatile.Read(ref _followed) == _prefixes.Added;

    /// <summary>Bytes of nodes.</summary>
    public long NodeBytes => _nodes.Bytes;

    /// <summary>The next less specific prefix, 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Parent(uint id) => Volatile.Read(ref _parents[id]);

    public void PrefetchParent(uint id) => _parents.Prefetch(id);

    /// <summary>The most specific prefix that contains an address (left-aligned), 0 for none.</summary>
    public uint MostSpecific(ulong high, ulong low)
    {
        var top = (long)(high >> (64 - RootBits));
        var best = Volatile.Read(ref _rootValues[top]);
        var link = Volatile.Read(ref _rootChildren[top]);
        for (var bit = RootBits; link != 0; bit += StepBits)
        {
            if ((link & Leaf) != 0)
            {
                return _prefixes.Contains(link & ~Leaf, high, low) ? link & ~Leaf : best;
            }

            var place = Place(high, low, bit);
            var value = _nodes.Look(link, place, out link);
            best = value != 0 ? value : best;
        }

        return best;
    }

    /// <summary>
    /// <see cref="MostSpecific(ulong, ulong)"/> for many addresses at a time, in steps, so that their cache misses overlap.
    /// </summary>
    /// <param name="high">Upper halves of the addresses; at most 64.</param>
    /// <param name="low">Lower halves.</param>
    /// <param name="best">The ids found.</param>
    [SkipLocalsInit]
    public void MostSpecific(ReadOnlySpan<ulong> high, ReadOnlySpan<ulong> low, Span<uint> best)
    {
        Span<uint> links = stackalloc uint[AtATime];
        var walk = new Walk { Links = links[..high.Length], AtNode = stackalloc int[AtATime], AtLeaf = stackalloc int[AtATime] };
        for (var index = 0; index < high.Length; index++)
        {
            var top = (long)(high[index] >> (64 - RootBits));
            _rootValues.Prefetch(top);
            _rootChildren.Prefetch(top);
        }

        for (var index = 0; index < high.Length; index++)
        {
            var top = (long)(high[index] >> (64 - RootBits));
            best[index] = Volatile.Read(ref _rootValues[top]);
            Follow(ref walk, index, Volatile.Read(ref _rootChildren[top]));
        }

        for (var bit = RootBits; walk.Nodes != 0; bit += StepBits)
        {
            Step(high, low, bit, ref walk, best);
        }

        _prefixes.Confirm(walk.AtLeaf[..walk.Leaves], walk.Links, high, low, best);
    }

    /// <summary>Frees all memory; no reader may be inside.</summary>
    public void Free()
    {
        _nodes.FreeAll();
        _rootValues.Free();
        _rootChildren.Free();
        _parents.Free();
    }

    void IRetirable.Free(nint address, long size) => Free();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Place(ulong high, ulong low, int bit) =>
        (int)(bit < 64 ? high >> (64 - StepBits - bit) : low >> (128 - StepBits - bit)) & (TrieNodes.Places - 1);

    /// <summary>Notes where a way goes on, without a branch: which way it goes is not to be foretold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Follow(ref Walk walk, int index, uint link)
    {
        var isLeaf = link >> 31;
        var isNode = ((0 - link) >> 31) & ~isLeaf;
        _nodes.Prefetch(link & (0 - isNode));
        walk.Links[index] = link & ~Leaf;
        walk.AtNode[walk.Nodes] = index;
        walk.AtLeaf[walk.Leaves] = index;
        walk.Nodes += (int)isNode;
        walk.Leaves += (int)isLeaf;
    }

    [SkipLocalsInit]
    private void Step(ReadOnlySpan<ulong> high, ReadOnlySpan<ulong> low, int bit, ref Walk walk, Span<uint> best)
    {
        Span<nint> values = stackalloc nint[AtATime];
        Span<nint> children = stackalloc nint[AtATime];
        var count = walk.Nodes;
        for (var at = 0; at < count; at++)
        {
            var index = walk.AtNode[at];
            _nodes.Locate(walk.Links[index], Place(high[index], low[index], bit), out values[at], out children[at]);
            TrieNodes.Prefetch(values[at]);
            TrieNodes.Prefetch(children[at]);
        }

        walk.Nodes = 0;
        for (var at = 0; at < count; at++)
        {
            // Its place in the list is read before the list, which never is longer than what was read of it, is written.
            var index = walk.AtNode[at];
            var value = TrieNodes.Read(values[at]);
            best[index] = value | (best[index] & (uint)~((int)(value | (0 - value)) >> 31));
            Follow(ref walk, index, TrieNodes.Read(children[at]));
        }
    }

    /// <summary>Where many lookups have come to.</summary>
    private ref struct Walk
    {
        /// <summary>The node or the prefix that each has come to.</summary>
        public Span<uint> Links;

        /// <summary>Those that are at a node, <see cref="Nodes"/> of them.</summary>
        public Span<int> AtNode;

        /// <summary>Those that are at a prefix which is alone on its way, <see cref="Leaves"/> of them.</summary>
        public Span<int> AtLeaf;

        public int Nodes;
        public int Leaves;
    }
}
