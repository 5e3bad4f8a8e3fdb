using Pierhead.Routing.Memory;

namespace Pierhead.Routing.Image;

/// <summary>From ids of one side to ids of the other; outside the garbage collector's sight, since a node may have millions.</summary>
internal sealed class IdMap(long ids)
{
    private readonly Region<uint> _map = new(ids + 1);

    /// <summary>What an id became, 0 for none.</summary>
    public uint this[uint id]
    {
        get => id < _map.Length ? _map[id] : 0;
        set => _map[id] = value;
    }

    /// <summary>Ids defined so far.</summary>
    public uint Count { get; private set; }

    /// <summary>The next id of the image.</summary>
    public uint Define() => ++Count;

    public void Free() => _map.Free();
}
