using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Wire.Bgp.Update;

/// <summary>
/// Enumerates, in the order in which they came, the attributes of an UPDATE that are not read by name, without those that were
/// discarded. Made by <see cref="UpdateMessage.Others"/>; used with foreach.
/// </summary>
public ref struct OtherAttributes
{
    private readonly ReadOnlySpan<byte> _attributes;
    private readonly ulong _discarded;
    private readonly bool _all;
    private TypeSet _seen;
    private int _at;

    internal OtherAttributes(ReadOnlySpan<byte> attributes, ulong discarded, bool all)
    {
        _attributes = attributes;
        _discarded = discarded;
        _all = all;
    }

    public RawAttribute Current { get; private set; }

    /// <summary>Offset of the current attribute in the block of attributes.</summary>
    public int Offset { get; private set; }

    public readonly OtherAttributes GetEnumerator() => this;

    public bool MoveNext()
    {
        while (RawAttribute.TryRead(_attributes[_at..], out var attribute, out var octets))
        {
            Offset = _at;
            _at += octets;
            if (_seen.Add(attribute.Type) && IsOther(attribute))
            {
                Current = attribute;
                return true;
            }
        }

        return false;
    }

    private readonly bool IsOther(RawAttribute attribute)
    {
        if (attribute.Type > AttributeTable.GreatestType)
        {
            return true;
        }

        var bit = 1UL << attribute.Type;
        if ((_discarded & bit) != 0 || (UpdateMessage.NotInCanonicalForm & bit) != 0)
        {
            return false;
        }

        return _all || (UpdateMessage.OwnLayers & bit) == 0 || UpdateMessage.IsPartialCommunities(attribute.Type, attribute.Flags);
    }
}
