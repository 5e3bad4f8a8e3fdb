using Pierhead.Routing.Memory;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Prefixes;

/// <summary>
/// The IPv6 prefixes: upper half, length, and the lower half in an array whose pages are touched only by prefixes longer
/// than /64, which are few.
/// </summary>
internal sealed class IPv6Prefixes : PrefixDictionary
{
    private readonly Region<ulong> _high;
    private readonly Region<ulong> _low;
    private readonly Region<byte> _lengths;

    public IPv6Prefixes(GracePeriod grace, int capacity)
        : base(grace, capacity)
    {
        _high = new Region<ulong>((long)capacity + 1);
        _low = new Region<ulong>((long)capacity + 1);
        _lengths = new Region<byte>((long)capacity + 1);
    }

    public override bool IsIPv6 => true;

    public override IpPrefix this[uint id]
    {
        get
        {
            var length = _lengths[id];
            return IpPrefix.Create(Ip.FromV6(_high[id], length > 64 ? _low[id] : 0), length);
        }
    }

    public override int LengthOf(uint id) => _lengths[id];

    public override bool Contains(uint id, ulong high, ulong low)
    {
        int length = _lengths[id];
        return length <= 64
            ? length == 0 || ((_high[id] ^ high) >> (64 - length)) == 0
            : _high[id] == high && ((_low[id] ^ low) >> (128 - length)) == 0;
    }

    public override void Prefetch(uint id)
    {
        _high.Prefetch(id);
        _lengths.Prefetch(id);
    }

    public override ulong SortKeyOf(uint id) => _high[id];

    public override void Free()
    {
        base.Free();
        _high.Free();
        _low.Free();
        _lengths.Free();
    }

    protected override bool Matches(uint id, ulong high, ulong low, byte length) =>
        _high[id] == high && _lengths[id] == length && (length <= 64 || _low[id] == low);

    protected override void Store(uint id, ulong high, ulong low, byte length)
    {
        _high[id] = high;
        _lengths[id] = length;
        if (length > 64)
        {
            _low[id] = low;
        }
    }

    protected override ulong HashOfStored(uint id)
    {
        var length = _lengths[id];
        return HashOf(_high[id], length > 64 ? _low[id] : 0, length);
    }
}
