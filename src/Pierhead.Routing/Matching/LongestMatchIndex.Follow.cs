using Pierhead.Routing.Memory;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Matching;

/// <summary>Following the dictionary: inserting the prefixes that it got since.</summary>
internal sealed partial class LongestMatchIndex
{
    /// <summary>Prefixes sorted and inserted together: what lies in one node is written once.</summary>
    private const int Chunk = 1 << 20;

    /// <summary>Prefixes between two moments at which the nodes that were replaced go back, so that the next ones take their places.</summary>
    private const int Slice = 1 << 12;

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
            var revived = _prefixes.TakeRevived(out var target, out var added);
            foreach (var chunk in revived.Chunk(Chunk))
            {
                // Those past the watermark come with the others.
                InsertChunk(chunk.Where(id => id <= _watermark).ToArray());
            }

            while (_watermark < target)
            {
                var count = (int)Math.Min(Chunk, target - _watermark);
                InsertChunk(_watermark + 1, count);
                _watermark += (uint)count;
            }

            Volatile.Write(ref _followed, added);
        }
    }

    private void InsertChunk(uint first, int count)
    {
        var region = new Region<uint>(count);
        var ids = region.Span(0, count);
        var live = 0;
        for (var id = first; id < first + (uint)count; id++)
        {
            if (!_prefixes.IsDead(id))
            {
                ids[live++] = id;
            }
        }

        InsertChunk(ids[..live]);
        region.Free();
    }

    private void InsertChunk(Span<uint> ids)
    {
        using (_grace.Enter())
        {
            var keys = new Region<ulong>(ids.Length + 1);
            Sort(keys.Span(0, ids.Length), ids);
            keys.Free();
        }

        for (var start = 0; start < ids.Length; start += Slice)
        {
            using (_grace.Enter())
            {
                foreach (var id in ids[start..Math.Min(start + Slice, ids.Length)])
                {
                    Insert(id, _prefixes[id]);
                }
            }

            // The node that is open stays so: it is linked until it is closed, and nobody else retires nodes.
            _grace.Collect();
        }

        using (_grace.Enter())
        {
            Close();
        }

        _grace.Collect();
    }

    /// <summary>Ascending by address and then by length: neighbours share a node, and what covers comes before what it covers.</summary>
    private void Sort(Span<ulong> keys, Span<uint> ids)
    {
        for (var index = 0; index < ids.Length; index++)
        {
            keys[index] = _prefixes.SortKeyOf(ids[index]);
        }

        keys.Sort(ids);
        for (var start = 0; _prefixes.IsIPv6 && start < ids.Length;)
        {
            var end = start + 1;
            while (end < ids.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                ids[start..end].Sort((left, right) => _prefixes[left].CompareTo(_prefixes[right]));
            }

            start = end;
        }
    }

    private void Insert(uint id, IpPrefix prefix)
    {
        if (prefix.Length <= RootBits)
        {
            Close();
            InsertAtRoot(id, prefix);
            return;
        }

        while (true)
        {
            Open(prefix);
            if (!_open.IsOpen)
            {
                // Nothing below these sixteen bits but, perhaps, one prefix.
                ref var root = ref _rootChildren[(long)(prefix.Address.High >> (64 - RootBits))];
                if (root == 0)
                {
                    Volatile.Write(ref _parents[id], _rootValues[(long)(prefix.Address.High >> (64 - RootBits))]);
                    Volatile.Write(ref root, id | Leaf);
                    return;
                }

                Volatile.Write(ref root, NodeOf(root & ~Leaf, RootBits));
                continue;
            }

            var first = Place(prefix.Address.High, prefix.Address.Low, _open.Bit);
            if (prefix.Length <= _open.Bit + StepBits)
            {
                Volatile.Write(ref _parents[id], ParentAmong(_values[first], prefix.Length, _open.Above));
                var last = first + (1 << (_open.Bit + StepBits - prefix.Length)) - 1;
                for (var place = first; place <= last; place++)
                {
                    Cover(id, prefix.Length, ref _values[place], _children[place]);
                }

                return;
            }

            if (_children[first] == 0)
            {
                Volatile.Write(ref _parents[id], _values[first] != 0 ? _values[first] : _open.Above);
                _children[first] = id | Leaf;
                return;
            }

            // One prefix hangs there alone: it gets a node of its own, in which there is room for another.
            _children[first] = NodeOf(_children[first] & ~Leaf, _open.Bit + StepBits);
            Close();
        }
    }

    /// <summary>A node with one prefix in it.</summary>
    private uint NodeOf(uint id, int bit)
    {
        Span<uint> values = stackalloc uint[TrieNodes.Places];
        Span<uint> children = stackalloc uint[TrieNodes.Places];
        values.Clear();
        children.Clear();
        var prefix = _prefixes[id];
        var place = Place(prefix.Address.High, prefix.Address.Low, bit);
        if (prefix.Length <= bit + StepBits)
        {
            values.Slice(place, 1 << (bit + StepBits - prefix.Length)).Fill(id);
        }
        else
        {
            children[place] = id | Leaf;
        }

        return _nodes.Create(values, children);
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

    private void AdoptBelow(uint id, int length, uint link)
    {
        if ((link & Leaf) != 0)
        {
            Adopt(id, length, link & ~Leaf);
            return;
        }

        uint last = 0;
        for (var place = 0; place < TrieNodes.Places; place++)
        {
            var value = _nodes.Look(link, place, out var child);
            if (value != 0)
            {
                if (value != last)
                {
                    Adopt(id, length, value);
                    last = value;
                }
            }
            else if (child != 0)
            {
                AdoptBelow(id, length, child);
            }
        }
    }

    /// <summary>
    /// Spells out the lowest node on the way to a prefix, but none below the step in which it ends; opens none where there is none.
    /// </summary>
    private void Open(IpPrefix prefix)
    {
        if (_open.IsOpen && IsLowest(prefix))
        {
            return;
        }

        Close();
        var (high, low) = (prefix.Address.High, prefix.Address.Low);
        var top = (long)(high >> (64 - RootBits));
        var best = _rootValues[top];
        var node = _rootChildren[top];
        if (!IsNode(node))
        {
            return;
        }

        uint from = 0;
        var bit = RootBits;
        while (prefix.Length > bit + StepBits)
        {
            var place = Place(high, low, bit);
            var value = _nodes.Look(node, place, out var child);
            if (!IsNode(child))
            {
                break;
            }

            best = value != 0 ? value : best;
            from = node;
            node = child;
            bit += StepBits;
        }

        _open = new OpenNode(IsOpen: true, bit, IpPrefix.Mask(prefix.Address, bit), from, node, best);
        _nodes.Read(node, _values, _children);
    }

    private static bool IsNode(uint link) => link - 1 < Leaf - 1;

    private bool IsLowest(IpPrefix prefix) =>
        prefix.Length > _open.Bit
        && IpPrefix.Mask(prefix.Address, _open.Bit) == _open.Address
        && (prefix.Length <= _open.Bit + StepBits || !IsNode(_children[Place(prefix.Address.High, prefix.Address.Low, _open.Bit)]));

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
