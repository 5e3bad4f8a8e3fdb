using Pierhead.Routing.Memory;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Net;

namespace Pierhead.Routing.Prefixes;

/// <summary>
/// The rules of a Flowspec family, known by their octets. Rules are thousands where prefixes are millions, so they are plain arrays;
/// their octets together are bounded.
/// </summary>
internal sealed class FlowspecRules : KeyDictionary
{
    private const int ChunkBits = 12;
    private const int ChunkLength = 1 << ChunkBits;

    private readonly Family _family;
    private readonly long _octetsAtMost;
    private readonly byte[]?[]?[] _chunks;
    private long _octets;

    /// <param name="octetsAtMost">Octets of all rules together.</param>
    public FlowspecRules(GracePeriod grace, int capacity, Family family, long octetsAtMost)
        : base(grace, capacity)
    {
        _family = family;
        _octetsAtMost = octetsAtMost;
        _chunks = new byte[]?[]?[(capacity >> ChunkBits) + 1];
    }

    /// <summary>A rule's octets: the route distinguisher where the family has one, then the components.</summary>
    public ReadOnlySpan<byte> ValueOf(uint id) => Volatile.Read(ref Volatile.Read(ref _chunks[id >> ChunkBits])![id & (ChunkLength - 1)]);

    /// <summary>The id of a rule, 0 where it is not known.</summary>
    public uint Find(ReadOnlySpan<byte> value) => Find(value, KeyedHash.Of(value));

    /// <summary>The id of a rule, added where it is new; 0 where there is no room.</summary>
    public uint Intern(ReadOnlySpan<byte> value)
    {
        var hash = KeyedHash.Of(value);
        var id = Find(value, hash);
        if (id != 0)
        {
            return id;
        }

        lock (Writer)
        {
            id = Find(value, hash);
            return id != 0 ? id : Add(value, hash);
        }
    }

    public override KeyDescription Describe(uint id)
    {
        var value = ValueOf(id);
        RouteDistinguisher? distinguisher = null;
        if (_family.HasDistinguisher())
        {
            distinguisher = RouteDistinguisher.FromBytes(value);
            value = value[RouteDistinguisher.Length..];
        }

        _ = FlowspecRule.TryDecode(value, _family.IsIPv6(), out var rule);
        return new KeyDescription(distinguisher, Prefix: null, rule);
    }

    protected override ulong HashOfStored(uint id) => KeyedHash.Of(ValueOf(id));

    protected override void OnUnlinked(uint id) => _octets -= ValueOf(id).Length;

    protected override void OnReleased(uint id) => Volatile.Write(ref _chunks[id >> ChunkBits]![id & (ChunkLength - 1)], null);

    private uint Find(ReadOnlySpan<byte> value, ulong hash)
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
            if ((slot & ~PrefixSlots.IdMask) == tag && id != 0 && ValueOf(id).SequenceEqual(value))
            {
                return id;
            }
        }
    }

    private uint Add(ReadOnlySpan<byte> value, ulong hash)
    {
        if (_octets + value.Length > _octetsAtMost)
        {
            return 0;
        }

        var id = Allocate(out var isReused);
        if (id != 0)
        {
            ref var chunk = ref _chunks[id >> ChunkBits];
            if (chunk is null)
            {
                Volatile.Write(ref chunk, new byte[]?[ChunkLength]);
            }

            Volatile.Write(ref chunk![id & (ChunkLength - 1)], value.ToArray());
            _octets += value.Length;
            Publish(id, hash, isReused);
        }

        return id;
    }
}
