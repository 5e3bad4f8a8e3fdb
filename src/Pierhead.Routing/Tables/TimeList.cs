namespace Pierhead.Routing.Tables;

/// <summary>
/// When the routes of a table were received, one byte a route: an index into at most 255 seconds, and 0 for the initial load of
/// the session. When all are used the older ones are merged two by two, so that time is coarser the longer ago it is, and exact to
/// the second for the latest. Single writer.
/// </summary>
internal sealed class TimeList
{
    private const int Places = 256;
    private const int Exact = 64;

    private long[] _seconds = new long[4];
    private int _count = 1;

    /// <summary>Sets what 0 means: the second in which the initial load began.</summary>
    public void Begin(long second) => _seconds[0] = second;

    /// <summary>All seconds but that of the initial load, ascending.</summary>
    public ReadOnlySpan<long> Seconds => _seconds.AsSpan(1, _count - 1);

    /// <summary>The second of an index, in Unix time.</summary>
    public long this[byte index] => Volatile.Read(ref _seconds)[index];

    public bool IsFull(long second) => _count == Places && _seconds[_count - 1] != second;

    /// <summary>The index of a second that is not before any given earlier; the list must not be full.</summary>
    public byte IndexOf(long second)
    {
        // A clock that was set back must not break the order: the latest known second stands for it.
        if (_count > 1 && _seconds[_count - 1] >= second)
        {
            return (byte)(_count - 1);
        }

        if (_count == _seconds.Length)
        {
            var grown = new long[Math.Min(Places, _count * 4)];
            _seconds.CopyTo(grown, 0);
            Volatile.Write(ref _seconds, grown);
        }

        _seconds[_count] = second;
        return (byte)_count++;
    }

    /// <summary>Makes room: gives what each index becomes. Between pairs the later second stays.</summary>
    public void Merge(Span<byte> map)
    {
        var merged = new long[Places];
        merged[0] = _seconds[0];
        map[0] = 0;
        var next = 1;
        for (var index = 1; index < _count; index++)
        {
            var startsNext = index > _count - Exact || (index & 1) == 1;
            next += startsNext && index > 1 ? 1 : 0;
            merged[next] = _seconds[index];
            map[index] = (byte)next;
        }

        _count = next + 1;
        Volatile.Write(ref _seconds, merged);
    }
}
