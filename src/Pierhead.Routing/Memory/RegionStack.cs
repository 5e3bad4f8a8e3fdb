namespace Pierhead.Routing.Memory;

/// <summary>
/// A stack, or a list, outside the garbage collector's sight: what reclaiming writes down comes in millions, and goes again a second later.
/// Memory is given back when it is cleared. One thread at a time.
/// </summary>
internal sealed class RegionStack<T>(long capacity)
    where T : unmanaged
{
    private readonly Region<T> _items = new(capacity);

    public long Count { get; private set; }

    public ref T this[long index] => ref _items[index];

    public void Push(T item) => _items[Count++] = item;

    public bool TryPop(out T item)
    {
        if (Count == 0)
        {
            item = default;
            return false;
        }

        item = _items[--Count];
        return true;
    }

    /// <summary>Empties it, and gives its pages back.</summary>
    public void Clear()
    {
        _items.Clear(0, Count);
        Count = 0;
    }

    public void Free() => _items.Free();
}
