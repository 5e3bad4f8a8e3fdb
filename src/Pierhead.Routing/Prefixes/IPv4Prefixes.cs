using System.Runtime.CompilerServices;
using Pierhead.Routing.Memory;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Prefixes;

/// <summary>The IPv4 prefixes: eight bytes each, the address above the length.</summary>
internal sealed class IPv4Prefixes : PrefixDictionary
{
    private readonly Region<ulong> _keys;

    public IPv4Prefixes(GracePeriod grace, int capacity)
        : base(grace, capacity) => _keys = new Region<ulong>((long)capacity + 1);

    public override bool IsIPv6 => false;

    public override IpPrefix this[uint id]
    {
        get
        {
            var key = _keys[id];
            return IpPrefix.Create(Ip.FromV4((uint)(key >> 32)), (byte)key);
        }
    }

    public override int LengthOf(uint id) => (byte)_keys[id];

    public override bool Contains(uint id, ulong high, ulong low)
    {
        var key = _keys[id];
        var length = (byte)key;
        return length == 0 || ((key ^ high) >> (64 - length)) == 0;
    }

    public override void Prefetch(uint id) => _keys.Prefetch(id);

    public override ulong SortKeyOf(uint id) => _keys[id];

    public override void Free()
    {
        base.Free();
        _keys.Free();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected override bool Matches(uint id, ulong high, ulong low, byte length) => _keys[id] == (high | length);

    protected override void Store(uint id, ulong high, ulong low, byte length) => _keys[id] = high | length;

    protected override ulong HashOfStored(uint id)
    {
        var key = _keys[id];
        return HashOf(key & ~0xFFFF_FFFFUL, 0, (byte)key);
    }
}
