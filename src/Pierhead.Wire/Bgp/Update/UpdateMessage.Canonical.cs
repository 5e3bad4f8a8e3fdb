using System.Buffers.Binary;
using System.Numerics;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Update;

/// <summary>
/// The canonical form of attributes: sorted by type code, flags as <see cref="RawAttribute.CanonicalFlags"/> says, AS numbers of
/// four octets with AS4_PATH and AS4_AGGREGATOR merged in (RFC 6793 section 4.2.3), without MP_REACH_NLRI and MP_UNREACH_NLRI.
/// </summary>
public ref partial struct UpdateMessage
{
    /// <summary>What carries NLRI, and what is merged into others.</summary>
    internal const ulong NotInCanonicalForm =
        (1UL << AttributeType.MpReachNlri) | (1UL << AttributeType.MpUnreachNlri)
        | (1UL << AttributeType.As4Path) | (1UL << AttributeType.As4Aggregator);

    // The head of one attribute, and the two octets by which AGGREGATOR grows.
    private const int CanonicalSlack = 16;

    /// <summary>
    /// The attributes that are not ORIGIN, AS_PATH, NEXT_HOP, MULTI_EXIT_DISC, LOCAL_PREF, COMMUNITIES (unless Partial),
    /// ORIGINATOR_ID, CLUSTER_LIST, nor one of those that carry NLRI or are merged, as they came.
    /// </summary>
    public readonly OtherAttributes Others => new(Attributes, _discarded, all: false);

    /// <summary>Octets that suffice for <see cref="WriteAsPathCanonical"/>.</summary>
    public readonly int AsPathCanonicalBound =>
        _fourOctetAsn
            ? _index.Length(AttributeType.AsPath)
            : (2 * _index.Length(AttributeType.AsPath)) + _index.Length(AttributeType.As4Path);

    /// <summary>Octets that suffice for <see cref="WriteOthersCanonical"/>.</summary>
    public readonly int OthersCanonicalBound => HasOthers ? Attributes.Length + CanonicalSlack : 0;

    /// <summary>Octets that suffice for <see cref="WriteCanonical"/>.</summary>
    public readonly int CanonicalBound => Attributes.Length + AsPathCanonicalBound + CanonicalSlack;

    /// <summary>Whether AS_PATH's value is in canonical form as it came, so that nothing needs to be written: the usual case.</summary>
    public readonly bool IsAsPathCanonical => _fourOctetAsn || _index.Length(AttributeType.AsPath) == 0;

    /// <summary>Writes AS_PATH's value in canonical form and returns its length, 0 where the path is empty or absent.</summary>
    public readonly int WriteAsPathCanonical(Span<byte> destination)
    {
        var asPath = Value(AttributeType.AsPath);
        if (_fourOctetAsn)
        {
            asPath.CopyTo(destination);
            return asPath.Length;
        }

        var as4Path = Value(AttributeType.As4Path);
        return as4Path.IsEmpty || IsAs4Ignored
            ? AsPathBytes.Widen(asPath, destination)
            : AsPathBytes.Merge(asPath, as4Path, destination);
    }

    /// <summary>Writes <see cref="Others"/> in canonical form and returns how many octets; 0 where there are none.</summary>
    public readonly int WriteOthersCanonical(Span<byte> destination) => HasOthers ? WriteSorted(destination, all: false) : 0;

    /// <summary>Writes all attributes in canonical form and returns how many octets.</summary>
    public readonly int WriteCanonical(Span<byte> destination) => WriteSorted(destination, all: true);

    internal static bool IsPartialCommunities(byte type, byte flags) =>
        type == AttributeType.Communities && (flags & AttributeFlags.Partial) != 0;

    /// <summary>
    /// RFC 6793 section 4.2.3: where AGGREGATOR does not say AS_TRANS, a speaker that knows two octets only has aggregated since,
    /// and AS4_AGGREGATOR and AS4_PATH are stale.
    /// </summary>
    private readonly bool IsAs4Ignored =>
        _index.Has(AttributeType.Aggregator) && _index.Has(AttributeType.As4Aggregator)
        && BinaryPrimitives.ReadUInt16BigEndian(Value(AttributeType.Aggregator)) != Asn.Trans.Value;

    private readonly int WriteSorted(Span<byte> destination, bool all)
    {
        Span<ushort> offsets = stackalloc ushort[256];
        Span<ulong> present = stackalloc ulong[4];
        present.Clear();
        var others = new OtherAttributes(Attributes, _discarded, all);
        while (others.MoveNext())
        {
            var type = others.Current.Type;
            offsets[type] = (ushort)others.Offset;
            present[type >> 6] |= 1UL << type;
        }

        var length = 0;
        for (var word = 0; word < present.Length; word++)
        {
            for (var bits = present[word]; bits != 0; bits &= bits - 1)
            {
                var type = (word << 6) + BitOperations.TrailingZeroCount(bits);
                _ = RawAttribute.TryRead(Attributes[offsets[type]..], out var attribute, out _);
                length += WriteOne(attribute, destination[length..]);
            }
        }

        return length;
    }

    private readonly int WriteOne(RawAttribute attribute, Span<byte> destination)
    {
        if (!_fourOctetAsn && attribute.Type == AttributeType.AsPath)
        {
            // The value is written behind the longer head, then the head, then moved up where the shorter one does.
            var length = WriteAsPathCanonical(destination[4..]);
            var head = RawAttribute.WriteHead(destination, attribute.Type, attribute.CanonicalFlags, length);
            if (head == 3)
            {
                destination.Slice(4, length).CopyTo(destination[3..]);
            }

            return head + length;
        }

        if (!_fourOctetAsn && attribute.Type == AttributeType.Aggregator)
        {
            Span<byte> aggregator = stackalloc byte[8];
            WriteAggregator(attribute.Value, aggregator);
            return RawAttribute.Write(destination, attribute.Type, attribute.CanonicalFlags, aggregator);
        }

        return RawAttribute.Write(destination, attribute.Type, attribute.CanonicalFlags, attribute.Value);
    }

    private readonly void WriteAggregator(ReadOnlySpan<byte> narrow, Span<byte> aggregator)
    {
        if (_index.Has(AttributeType.As4Aggregator) && !IsAs4Ignored)
        {
            Value(AttributeType.As4Aggregator).CopyTo(aggregator);
            return;
        }

        BinaryPrimitives.WriteUInt32BigEndian(aggregator, BinaryPrimitives.ReadUInt16BigEndian(narrow));
        narrow[2..].CopyTo(aggregator[4..]);
    }
}
