using Pierhead.Routing.Memory;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Prefixes;

/// <summary>
/// The prefixes of a VPN family (RFC 4364, RFC 4659): a route distinguisher and a prefix. The distinguisher stands beside each prefix, because
/// whoever announces chooses both. The lower half of addresses is touched by IPv6 prefixes longer than /64 only.
/// </summary>
internal sealed class VpnPrefixes : KeyDictionary
{
    private readonly Region<ulong> _distinguishers;
    private readonly Region<ulong> _high;
    private readonly Region<ulong> _low;
    private readonly Region<byte> _lengths;
    private readonly int[] _byLength = new int[129];

    public VpnPrefixes(GracePeriod grace, int capacity, bool isIPv6)
        : base(grace, capacity)
    {
        IsIPv6 = isIPv6;
        _distinguishers = new Region<ulong>((long)capacity + 1);
        _high = new Region<ulong>((long)capacity + 1);
        _low = new Region<ulong>((long)capacity + 1);
        _lengths = new Region<byte>((long)capacity + 1);
    }

    public bool IsIPv6 { get; }

    public RouteDistinguisher DistinguisherOf(uint id) => new(_distinguishers[id]);

    public IpPrefix PrefixOf(uint id)
    {
        var length = _lengths[id];
        return IpPrefix.Create(IsIPv6 ? Ip.FromV6(_high[id], length > 64 ? _low[id] : 0) : Ip.FromV4((uint)(_high[id] >> 32)), length);
    }

    /// <summary>Whether any prefix of this length is known, behind whatever distinguisher.</summary>
    public bool Has(int length) => Volatile.Read(ref _byLength[length]) != 0;

    public uint Find(RouteDistinguisher distinguisher, IpPrefix prefix) =>
        Find(distinguisher.Value, prefix.Address.High, prefix.Address.Low, prefix.Length);

    /// <summary>The id of a prefix, 0 where it is not known. Host bits must be zero.</summary>
    public uint Find(ulong distinguisher, ulong high, ulong low, byte length) =>
        Find(distinguisher, high, low, length, HashOf(distinguisher, high, low, length));

    /// <summary>The id of a prefix, added where it is new; 0 where there is no room. Host bits must be zero.</summary>
    public uint Intern(ulong distinguisher, ulong high, ulong low, byte length)
    {
        var hash = HashOf(distinguisher, high, low, length);
        var id = Find(distinguisher, high, low, length, hash);
        if (id != 0)
        {
            return id;
        }

        lock (Writer)
        {
            id = Find(distinguisher, high, low, length, hash);
            return id != 0 ? id : Add(distinguisher, high, low, length, hash);
        }
    }

    public override KeyDescription Describe(uint id) => new(DistinguisherOf(id), PrefixOf(id), Rule: null);

    public override void Free()
    {
        base.Free();
        _distinguishers.Free();
        _high.Free();
        _low.Free();
        _lengths.Free();
    }

    protected override ulong HashOfStored(uint id)
    {
        var length = _lengths[id];
        return HashOf(_distinguishers[id], _high[id], length > 64 ? _low[id] : 0, length);
    }

    protected override void OnUnlinked(uint id) => Volatile.Write(ref _byLength[_lengths[id]], _byLength[_lengths[id]] - 1);

    private static ulong HashOf(ulong distinguisher, ulong high, ulong low, byte length) =>
        KeyedHash.Of(KeyedHash.Of(distinguisher, high), low == 0 ? length : KeyedHash.Of(low, length));

    private uint Find(ulong distinguisher, ulong high, ulong low, byte length, ulong hash)
    {
        var slots = Slots;
        var tag = PrefixSlots.Tag(hash);
        for (var at = slots.First(hash); ; at = slots.Next(at))
        {
            var slot = Volatile.Read(ref slots.Region[at]);
            if (slot == 0)
            {
                return 0;
            }

            var id = slot & PrefixSlots.IdMask;
            if ((slot & ~PrefixSlots.IdMask) == tag && id != 0 && Matches(id, distinguisher, high, low, length))
            {
                return id;
            }
        }
    }

    private bool Matches(uint id, ulong distinguisher, ulong high, ulong low, byte length) =>
        _distinguishers[id] == distinguisher && _high[id] == high && _lengths[id] == length && (length <= 64 || _low[id] == low);

    private uint Add(ulong distinguisher, ulong high, ulong low, byte length, ulong hash)
    {
        var id = Allocate(out var isReused);
        if (id != 0)
        {
            _distinguishers[id] = distinguisher;
            _high[id] = high;
            _lengths[id] = length;
            if (length > 64)
            {
                _low[id] = low;
            }

            Publish(id, hash, isReused);
            Volatile.Write(ref _byLength[length], _byLength[length] + 1);
        }

        return id;
    }
}
