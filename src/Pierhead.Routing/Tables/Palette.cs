using System.Diagnostics;

namespace Pierhead.Routing.Tables;

/// <summary>
/// The hop contexts of a narrow table: at most 255, each written once and never reused, so that an entry's index means the same
/// to whoever reads it whenever. Single writer.
/// </summary>
internal sealed class Palette
{
    private uint[] _contexts = new uint[4];
    private int _count;
    private int _last;

    public Palette(int capacity)
    {
        Debug.Assert(capacity is > 0 and <= 255, "a palette index is a byte");
        Capacity = capacity;
    }

    public int Capacity { get; }

    public uint this[int index] => Volatile.Read(ref _contexts)[index];

    /// <summary>The index of a context, added where it is new; -1 where the palette is full.</summary>
    public int IndexOf(uint context)
    {
        if (_last < _count && _contexts[_last] == context)
        {
            return _last;
        }

        var index = _contexts.AsSpan(0, _count).IndexOf(context);
        if (index < 0)
        {
            index = Add(context);
        }

        _last = Math.Max(0, index);
        return index;
    }

    /// <summary>The contexts named so far; the writer's thread, or under its lock.</summary>
    public ReadOnlySpan<uint> Contexts => _contexts.AsSpan(0, _count);

    private int Add(uint context)
    {
        if (_count == Capacity)
        {
            return -1;
        }

        if (_count == _contexts.Length)
        {
            var grown = new uint[Math.Min(256, _count * 4)];
            _contexts.CopyTo(grown, 0);
            Volatile.Write(ref _contexts, grown);
        }

        _contexts[_count] = context;
        return _count++;
    }
}
