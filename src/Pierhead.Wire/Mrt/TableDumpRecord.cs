using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// A TABLE_DUMP record (RFC 6396 section 4.2): one route of one peer, with AS numbers of two octets.
/// <code>
/// view (2 octets)  sequence (2)  prefix (4 or 16)  length (1)  status (1)  originated (4)  peer (4 or 16)  peer AS (2)
/// attributes length (2)  attributes
/// </code>
/// </summary>
public readonly ref struct TableDumpRecord
{
    /// <summary>Which of the collector's views the route is of; 0 where it has one.</summary>
    public ushort View { get; init; }

    /// <summary>The record's place in the dump; after 65,535 comes 0.</summary>
    public ushort Sequence { get; init; }

    public IpPrefix Prefix { get; init; }

    /// <summary>The Status octet, which should be 1.</summary>
    public byte Status { get; init; }

    /// <summary>When the route was last heard, in seconds since 1970.</summary>
    public uint Originated { get; init; }

    /// <summary>The peer's address, of the prefix's family.</summary>
    public Ip Peer { get; init; }

    /// <summary>The peer's AS, of two octets.</summary>
    public Asn PeerAsn { get; init; }

    /// <summary>The path attributes, of two-octet AS numbers.</summary>
    public ReadOnlySpan<byte> Attributes { get; init; }

    /// <summary>Decodes a record; a fault where it is of another type, or malformed.</summary>
    public static MrtFault Decode(in MrtRecord record, out TableDumpRecord decoded)
    {
        decoded = default;
        if (record.Type != MrtType.TableDump || record.Subtype is not (1 or 2))
        {
            return record.Fault("not a TABLE_DUMP record of a known address family");
        }

        var ipv6 = record.Subtype == 2;
        var reader = new OctetReader(record.Body);
        var view = reader.UInt16();
        var sequence = reader.UInt16();
        var address = reader.Address(ipv6);
        var length = reader.Byte();
        var status = reader.Byte();
        var originated = reader.UInt32();
        var peer = reader.Address(ipv6);
        var peerAsn = reader.Asn(fourOctets: false);
        var attributes = reader.Octets(reader.UInt16());
        if (reader.Failed || length > address.BitLength)
        {
            return record.Fault("a TABLE_DUMP record is cut short or malformed");
        }

        decoded = new TableDumpRecord
        {
            View = view,
            Sequence = sequence,
            Prefix = IpPrefix.Create(address, length),
            Status = status,
            Originated = originated,
            Peer = peer,
            PeerAsn = peerAsn,
            Attributes = attributes,
        };
        return default;
    }

    /// <summary>Writes what <see cref="Decode"/> reads.</summary>
    internal void WriteTo(OctetWriter writer)
    {
        if (Prefix.IsIPv6 != Peer.IsIPv6)
        {
            throw new ArgumentException($"A TABLE_DUMP record has no room for {Prefix} of peer {Peer}: they are of two families.");
        }

        writer.UInt16(View);
        writer.UInt16(Sequence);
        writer.Address(Prefix.Address);
        writer.Byte(Prefix.Length);
        writer.Byte(Status);
        writer.UInt32(Originated);
        writer.Address(Peer);
        writer.Asn(PeerAsn, fourOctets: false);
        writer.UInt16(OctetWriter.Length16(Attributes));
        writer.Octets(Attributes);
    }
}
