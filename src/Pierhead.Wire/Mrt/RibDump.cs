using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// Writes a table as TABLE_DUMP_V2 records (RFC 6396 section 4.3, RFC 8050 section 4) while somebody walks it: call
/// <see cref="Add"/> for each path, <see cref="Complete"/> after the last. Destinations come in any order; paths of one destination
/// that come one after the other share a record. Only that record is held in memory. The stream is the caller's to flush and to
/// dispose of. Single writer.
/// </summary>
public sealed class RibDump
{
    private readonly MrtWriter _writer;
    private readonly RibRecordBuilder _record = new();
    private readonly int _peers;
    private readonly uint _seconds;
    private readonly byte[] _nlri = new byte[4096 + 2];
    private byte[] _attributes = new byte[4096];
    private Family _family;
    private uint? _pathId;
    private int _nlriLength;
    private uint _sequence;

    /// <summary>Begins a dump: writes its PEER_INDEX_TABLE.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="time">When the table was looked at: the time of every record.</param>
    /// <param name="collector">The collector's BGP identifier.</param>
    /// <param name="viewName">The view's name; may be empty.</param>
    /// <param name="peers">Those whose routes follow, by whose place in the list routes name them.</param>
    public RibDump(Stream stream, DateTimeOffset time, Ip collector, string viewName, IReadOnlyList<MrtPeer> peers)
    {
        ArgumentNullException.ThrowIfNull(peers);
        _writer = new MrtWriter(stream);
        _seconds = MrtTime.SecondsOf(time);
        _peers = peers.Count;
        _writer.WritePeerIndexTable(_seconds, new PeerIndexTable(collector, viewName, peers));
    }

    /// <summary>Paths taken so far.</summary>
    public long Routes { get; private set; }

    /// <summary>RIB records written so far: the sequence number of the next.</summary>
    public long Records => _sequence;

    /// <summary>Octets written so far.</summary>
    public long Length => _writer.Offset;

    /// <summary>
    /// Adds a path. False, and the path is left out, where its attributes are longer than an entry has room for (65,535 octets:
    /// possible only for those of a two-octet session, which grow).
    /// </summary>
    /// <exception cref="ArgumentException">The peer is not in the list, or the NLRI are not exactly one of the family.</exception>
    public bool Add(in RibDumpRoute route)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(route.PeerIndex, _peers, nameof(route));
        var attributes = WriteAttributes(in route);
        if (attributes.Length > ushort.MaxValue)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[17];
        var nlri = route.Family is Family.IPv4 or Family.IPv6 ? WritePrefix(in route, prefix) : route.Nlri;
        if (!Continues(in route, nlri, attributes.Length))
        {
            Complete();
            Begin(in route, nlri);
        }

        _record.Add(new RibEntry(route.PeerIndex, MrtTime.SecondsOf(route.Received), route.PathId ?? 0, attributes));
        Routes++;
        return true;
    }

    /// <summary>Writes the last record. More may be added after it.</summary>
    public void Complete()
    {
        if (_record.Count == 0)
        {
            return;
        }

        _writer.WriteRib(_seconds, _record);
        _record.Clear();
        _sequence++;
    }

    private static ReadOnlySpan<byte> WritePrefix(in RibDumpRoute route, Span<byte> destination)
    {
        if (route.Prefix.IsIPv6 != (route.Family == Family.IPv6))
        {
            throw new ArgumentException($"{route.Prefix} is not of family {route.Family.Name()}", nameof(route));
        }

        Span<byte> address = stackalloc byte[16];
        _ = route.Prefix.Address.WriteTo(address);
        var length = (route.Prefix.Length + 7) >> 3;
        destination[0] = route.Prefix.Length;
        address[..length].CopyTo(destination[1..]);
        return destination[..(1 + length)];
    }

    private bool Continues(in RibDumpRoute route, ReadOnlySpan<byte> nlri, int attributes)
    {
        // A generic record has one path identifier for all entries; the others have one for each, or for none.
        var samePathId = IsGeneric(route.Family) ? _pathId == route.PathId : _pathId.HasValue == route.PathId.HasValue;
        return _record.Count is > 0 and < RibRecordBuilder.MaximumCount
            && samePathId
            && _family == route.Family
            && nlri.SequenceEqual(_nlri.AsSpan(0, _nlriLength))
            && _record.Length + attributes + 12 <= MrtReader.MaximumLength;
    }

    private void Begin(in RibDumpRoute route, ReadOnlySpan<byte> nlri)
    {
        var family = route.Family.Row();
        var subtype = RibSubtype.For(family.Afi, family.Safi, route.PathId is not null);
        _record.Begin(new RibHead
        {
            Subtype = subtype,
            Sequence = _sequence,
            Afi = family.Afi,
            Safi = family.Safi,
            Nlri = nlri,
            PathId = subtype.IsGeneric ? route.PathId : null,
        });
        nlri.CopyTo(_nlri);
        (_family, _pathId, _nlriLength) = (route.Family, route.PathId, nlri.Length);
    }

    private static bool IsGeneric(Family family) => family is not (Family.IPv4 or Family.IPv6);

    /// <summary>The canonical attributes with the next hop put where the family has it.</summary>
    private ReadOnlySpan<byte> WriteAttributes(in RibDumpRoute route)
    {
        var isPlain = route.Family == Family.IPv4 && route.NextHop.Length is 0 or 4;
        if (isPlain && route.NextHop.IsEmpty)
        {
            return route.Attributes;
        }

        var bound = route.Attributes.Length + route.NextHop.Length + 8;
        if (_attributes.Length < bound)
        {
            _attributes = new byte[2 * bound];
        }

        var type = isPlain ? AttributeType.NextHop : AttributeType.MpReachNlri;
        var (length, placed) = (0, false);
        var rest = route.Attributes;
        while (RawAttribute.TryRead(rest, out var attribute, out var octets))
        {
            if (!placed && attribute.Type > type)
            {
                length += WriteNextHop(_attributes.AsSpan(length), type, route.NextHop);
                placed = true;
            }

            if (attribute.Type is not (AttributeType.NextHop or AttributeType.MpReachNlri))
            {
                rest[..octets].CopyTo(_attributes.AsSpan(length));
                length += octets;
            }

            rest = rest[octets..];
        }

        if (!placed)
        {
            length += WriteNextHop(_attributes.AsSpan(length), type, route.NextHop);
        }

        return _attributes.AsSpan(0, length);
    }

    private static int WriteNextHop(Span<byte> destination, byte type, ReadOnlySpan<byte> nextHop) =>
        type == AttributeType.NextHop
            ? RawAttribute.Write(destination, type, AttributeFlags.WellKnown, nextHop)
            : MrtNextHop.Write(destination, nextHop);
}
