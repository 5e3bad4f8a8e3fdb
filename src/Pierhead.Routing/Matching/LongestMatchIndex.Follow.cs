using System.Buffers;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Matching;

/// <summary>Following the dictionary: inserting the prefixes that it got since.</summary>
internal sealed partial class LongestMatchIndex
{
    /// <summary>Prefixes sorted and inserted together: what lies in one node is written once.</summary>
    private const int Chunk = 1 << 18;

    private readonly uint[] _values = new uint[TrieNodes.Places];
    private readonly uint[] _children = new uint[TrieNodes.Places];
    private OpenNode _open;

    /// <summary>
    /// Inserts all prefixes that the dictionary has and the index has not. Any thread, one at a time; called by the background
    /// thread.
    /// </summary>
    public void CatchUp()
    {
        lock (_lock)
        {
            for (var target = _prefixes.Watermark; _watermark < target;)
            {
                var count = (int)Math.Min(Chunk, target - _watermark);
                using (_grace.Enter())
                {
                    InsertChunk(_watermark + 1, count);
                }

                Volatile.Write(ref _watermark, _watermark + (uint)count);
                _grace.Collect();
            }
        }
    }

    private void InsertChunk(uint first, int count)
    {
        var keys = ArrayPool<IpPrefix>.Shared.Rent(count);
        var ids = ArrayPool<uint>.Shared.Rent(count);
        for (var index = 0; index < count; index++)
        {
            ids[index] = first + (uint)index;
            keys[index] = _prefixes[ids[index]];
        }

        // Ascending by address and then by length: neighbours share a node, and what covers comes before what it covers.
        keys.AsSpan(0, count).Sort(ids.AsSpan(0, count));
        for (var index = 0; index < count; index++)
        {
            Insert(ids[index], keys[index]);
        }

        Close();
        ArrayPool<IpPrefix>.Shared.Return(keys);
        ArrayPool<uint>.Shared.Return(ids);
    }

    private void Insert(uint id, IpPrefix prefix)
    {
        if (prefix.Length <= RootBits)
        {
            Close();
            InsertAtRoot(id, prefix);
            return;
        }

        Open(prefix);
        var first = Place(prefix.Address.High, prefix.Address.Low, _open.Bit);
        var last = first + (1 << (_open.Bit + StepBits - prefix.Length)) - 1;
        Volatile.Write(ref _parents[id], ParentAmong(_values[first], prefix.Length, _open.Above));
        for (var place = first; place <= last; place++)
        {
            Cover(id, prefix.Length, ref _values[place], _children[place]);
        }
    }

    private void InsertAtRoot(uint id, IpPrefix prefix)
    {
        var first = (int)(prefix.Address.High >> (64 - RootBits));
        var last = first + (1 << (RootBits - prefix.Length)) - 1;
        Volatile.Write(ref _parents[id], ParentAmong(_rootValues[first], prefix.Length, above: 0));
        for (var place = first; place <= last; place++)
        {
            Cover(id, prefix.Length, ref _rootValues[place], _rootChildren[place]);
        }
    }

    /// <summary>The first of a chain of covering prefixes that is shorter; where the step has none, the best above it.</summary>
    private uint ParentAmong(uint value, int length, uint above)
    {
        while (value != 0 && _prefixes.LengthOf(value) > length)
        {
            value = _parents[value];
        }

        return value != 0 ? value : above;
    }

    /// <summary>Lets a prefix take one place of its range: it hides what is shorter, and becomes the parent of what is longer.</summary>
    private void Cover(uint id, int length, ref uint value, uint child)
    {
        if (value != 0 && _prefixes.LengthOf(value) > length)
        {
            // Whatever hangs below has this one above it.
            Adopt(id, length, value);
            return;
        }

        Volatile.Write(ref value, id);
        if (child != 0)
        {
            AdoptBelow(id, length, child);
        }
    }

    /// <summary>Makes a prefix the parent of the topmost one below it in a chain.</summary>
    private void Adopt(uint id, int length, uint below)
    {
        while (true)
        {
            var parent = _parents[below];
            if (parent == id)
            {
                return;
            }

            if (parent == 0 || _prefixes.LengthOf(parent) < length)
            {
                Volatile.Write(ref _parents[below], id);
                return;
            }

            below = parent;
        }
    }

    private void AdoptBelow(uint id, int length, uint node)
    {
        uint last = 0;
        for (var place = 0; place < TrieNodes.Places; place++)
        {
            var value = _nodes.Value(node, place);
            if (value != 0)
            {
                if (value != last)
                {
                    Adopt(id, length, value);
                    last = value;
                }
            }
            else if (_nodes.Child(node, place) is var child and not 0)
            {
                AdoptBelow(id, length, child);
            }
        }
    }

    /// <summary>Spells out the node in which a prefix ends, making the nodes on the way to it that are missing.</summary>
    private void Open(IpPrefix prefix)
    {
        var bit = RootBits + ((prefix.Length - RootBits - 1) / StepBits * StepBits);
        var (high, low) = (prefix.Address.High, prefix.Address.Low);
        var above = IpPrefix.Mask(prefix.Address, bit);
        if (_open.IsOpen && _open.Bit == bit && _open.Address == above)
        {
            return;
        }

        Close();
        var top = (long)(high >> (64 - RootBits));
        var best = _rootValues[top];
        var node = _rootChildren[top];
        uint from = 0;
        var at = RootBits;
        while (node != 0 && at < bit)
        {
            var place = Place(high, low, at);
            var value = _nodes.Value(node, place);
            best = value != 0 ? value : best;
            var child = _nodes.Child(node, place);
            if (child == 0)
            {
                break;
            }

            from = node;
            node = child;
            at += StepBits;
        }

        if (node == 0 || at < bit)
        {
            (from, node) = Grow(high, low, from, node, at, bit);
        }

        _open = new OpenNode(IsOpen: true, bit, above, from, node, best);
        _nodes.Read(node, _values, _children);
    }

    /// <summary>Hangs a chain of empty nodes where the way ends; returns the last one and the one above it.</summary>
    private (uint From, uint Node) Grow(ulong high, ulong low, uint from, uint node, int at, int bit)
    {
        Array.Clear(_values);
        Array.Clear(_children);
        var made = _nodes.Create(_values, _children);
        var bottom = made;
        var aboveBottom = 0u;
        var start = node == 0 ? at : at + StepBits;
        for (var step = bit - StepBits; step >= start; step -= StepBits)
        {
            _children[Place(high, low, step)] = made;
            made = _nodes.Create(_values, _children);
            _children[Place(high, low, step)] = 0;
            aboveBottom = aboveBottom == 0 ? made : aboveBottom;
        }

        if (node == 0)
        {
            Volatile.Write(ref _rootChildren[(long)(high >> (64 - RootBits))], made);
            return (aboveBottom, bottom);
        }

        // The last node of the way gets one more child, and so is written anew.
        _nodes.Read(node, _values, _children);
        _children[Place(high, low, at)] = made;
        var anew = _nodes.Create(_values, _children);
        Link(high, low, from, at - StepBits, anew);
        _nodes.Retire(node, _grace);
        return (aboveBottom == 0 ? anew : aboveBottom, bottom);
    }

    private void Close()
    {
        if (!_open.IsOpen)
        {
            return;
        }

        var node = _nodes.Create(_values, _children);
        Link(_open.Address.High, _open.Address.Low, _open.From, _open.Bit - StepBits, node);
        _nodes.Retire(_open.Node, _grace);
        _open = default;
    }

    private void Link(ulong high, ulong low, uint from, int fromBit, uint node)
    {
        if (from == 0)
        {
            Volatile.Write(ref _rootChildren[(long)(high >> (64 - RootBits))], node);
        }
        else
        {
            _nodes.Relink(from, Place(high, low, fromBit), node);
        }
    }

    /// <summary>The node that is spelled out.</summary>
    /// <param name="IsOpen">Whether any is.</param>
    /// <param name="Bit">Bits resolved above it.</param>
    /// <param name="Address">Those bits.</param>
    /// <param name="From">The node that links to it, 0 for the root.</param>
    /// <param name="Node">Its handle, as it was before.</param>
    /// <param name="Above">The most specific prefix above its step, 0 for none.</param>
    private readonly record struct OpenNode(bool IsOpen, int Bit, Ip Address, uint From, uint Node, uint Above);
}
