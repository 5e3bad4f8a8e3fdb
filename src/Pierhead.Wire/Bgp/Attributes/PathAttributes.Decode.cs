using System.Buffers.Binary;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>From canonical octets.</summary>
public sealed partial class PathAttributes
{
    /// <summary>An AIGP TLV: type 1, a length that counts its own three octets of head, a metric of eight (RFC 7311 section 3).</summary>
    private const byte AigpLength = 11;

    /// <summary>
    /// Decodes canonical octets. Nothing is refused: an attribute whose value is not what it should be is kept among
    /// <see cref="Others"/>, the second of a kind is left out, and octets that are not an attribute end the reading.
    /// </summary>
    public static PathAttributes Decode(ReadOnlySpan<byte> canonical)
    {
        var draft = new Draft();
        var seen = new TypeSet();
        while (RawAttribute.TryRead(canonical, out var attribute, out var octets))
        {
            canonical = canonical[octets..];
            if (seen.Add(attribute.Type))
            {
                draft.Take(attribute);
            }
        }

        return draft.ToAttributes();
    }

    /// <summary>The attributes while they are gathered.</summary>
    private struct Draft()
    {
        private readonly List<OtherAttribute> _others = [];
        private Origin? _origin;
        private AsPath? _asPath;
        private Ip? _nextHop;
        private uint? _med;
        private uint? _localPref;
        private bool _atomicAggregate;
        private Aggregator? _aggregator;
        private Community[] _communities = [];
        private Ip? _originatorId;
        private Ip[] _clusterList = [];
        private ExtendedCommunity[] _extendedCommunities = [];
        private LargeCommunity[] _largeCommunities = [];
        private IPv6ExtendedCommunity[] _ipv6ExtendedCommunities = [];
        private ulong? _aigp;
        private Asn? _onlyToCustomer;
        private PmsiTunnel? _pmsiTunnel;
        private ulong _partial;

        public void Take(RawAttribute attribute)
        {
            ref readonly var row = ref AttributeTable.Row(attribute.Type);
            var isUsual = row.IsKnown && ((attribute.Flags ^ row.Flags) & AttributeFlags.Category) == 0
                && row.AcceptsLength(attribute.Value.Length, fourOctetAsn: true);
            if (!isUsual || !TryTake(attribute))
            {
                _others.Add(new OtherAttribute(attribute.Type, attribute.CanonicalFlags, attribute.Value.ToArray()));
            }
            else if ((attribute.CanonicalFlags & AttributeFlags.Partial) != 0)
            {
                _partial |= 1UL << attribute.Type;
            }
        }

        public readonly PathAttributes ToAttributes() => new()
        {
            Origin = _origin,
            AsPath = _asPath,
            NextHop = _nextHop,
            Med = _med,
            LocalPref = _localPref,
            AtomicAggregate = _atomicAggregate,
            Aggregator = _aggregator,
            Communities = _communities,
            OriginatorId = _originatorId,
            ClusterList = _clusterList,
            ExtendedCommunities = _extendedCommunities,
            LargeCommunities = _largeCommunities,
            IPv6ExtendedCommunities = _ipv6ExtendedCommunities,
            Aigp = _aigp,
            OnlyToCustomer = _onlyToCustomer,
            PmsiTunnel = _pmsiTunnel,
            Others = _others,
            Partial = _partial,
        };

        private bool TryTake(RawAttribute attribute)
        {
            var value = attribute.Value;
            switch (attribute.Type)
            {
                case AttributeType.Origin when value[0] <= (byte)Attributes.Origin.Incomplete:
                    _origin = (Origin)value[0];
                    return true;
                case AttributeType.AsPath when Attributes.AsPath.TryDecode(value, out var path):
                    _asPath = path;
                    return true;
                case AttributeType.NextHop:
                    _nextHop = Ip.FromBytes(value);
                    return true;
                case AttributeType.MultiExitDisc:
                    _med = BinaryPrimitives.ReadUInt32BigEndian(value);
                    return true;
                case AttributeType.LocalPref:
                    _localPref = BinaryPrimitives.ReadUInt32BigEndian(value);
                    return true;
                case AttributeType.AtomicAggregate:
                    _atomicAggregate = true;
                    return true;
                case AttributeType.Aggregator:
                    _aggregator = new Aggregator(new Asn(BinaryPrimitives.ReadUInt32BigEndian(value)), Ip.FromBytes(value[4..]));
                    return true;
                case AttributeType.OriginatorId:
                    _originatorId = Ip.FromBytes(value);
                    return true;
                default:
                    return TryTakeList(attribute.Type, value) || TryTakeRarer(attribute.Type, value);
            }
        }

        private bool TryTakeList(byte type, ReadOnlySpan<byte> value)
        {
            switch (type)
            {
                case AttributeType.Communities:
                    _communities = Read(value, 4, static item => new Community(BinaryPrimitives.ReadUInt32BigEndian(item)));
                    return true;
                case AttributeType.ClusterList:
                    _clusterList = Read(value, 4, static item => Ip.FromBytes(item));
                    return true;
                case AttributeType.ExtendedCommunities:
                    _extendedCommunities = Read(value, 8, static item => new ExtendedCommunity(BinaryPrimitives.ReadUInt64BigEndian(item)));
                    return true;
                case AttributeType.LargeCommunities:
                    _largeCommunities = Read(value, 12, static item => new LargeCommunity(
                        BinaryPrimitives.ReadUInt32BigEndian(item),
                        BinaryPrimitives.ReadUInt32BigEndian(item[4..]),
                        BinaryPrimitives.ReadUInt32BigEndian(item[8..])));
                    return true;
                case AttributeType.IPv6ExtendedCommunities:
                    _ipv6ExtendedCommunities = Read(value, IPv6ExtendedCommunity.Length, IPv6ExtendedCommunity.FromBytes);
                    return true;
                default:
                    return false;
            }
        }

        private bool TryTakeRarer(byte type, ReadOnlySpan<byte> value)
        {
            switch (type)
            {
                case AttributeType.Aigp when value.Length == AigpLength && value[0] == 1 && value[1] == 0 && value[2] == AigpLength:
                    _aigp = BinaryPrimitives.ReadUInt64BigEndian(value[3..]);
                    return true;
                case AttributeType.OnlyToCustomer:
                    _onlyToCustomer = new Asn(BinaryPrimitives.ReadUInt32BigEndian(value));
                    return true;
                case AttributeType.PmsiTunnel:
                    _pmsiTunnel = Attributes.PmsiTunnel.FromBytes(value);
                    return true;
                default:
                    return false;
            }
        }

        private static T[] Read<T>(ReadOnlySpan<byte> value, int unit, Func<ReadOnlySpan<byte>, T> read)
        {
            var items = new T[value.Length / unit];
            for (var index = 0; index < items.Length; index++)
            {
                items[index] = read(value.Slice(index * unit, unit));
            }

            return items;
        }
    }
}
