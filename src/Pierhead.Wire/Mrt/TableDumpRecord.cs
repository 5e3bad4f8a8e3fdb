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
    private TableDumpRecord(IpPrefix prefix, uint originated, Ip peer, Asn peerAsn, ReadOnlySpan<byte> attributes)
    {
        Prefix = prefix;
        Originated = originated;
        Peer = peer;
        PeerAsn = peerAsn;
        Attributes = attributes;
    }

    public IpPrefix Prefix { get; }

    /// <summary>When the route was last heard, in seconds since 1970.</summary>
    public uint Originated { get; }

    public Ip Peer { get; }

    public Asn PeerAsn { get; }

    /// <summary>The path attributes, of two-octet AS numbers.</summary>
    public ReadOnlySpan<byte> Attributes { get; }

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
        _ = reader.UInt32();
        var address = reader.Address(ipv6);
        var length = reader.Byte();
        _ = reader.Byte();
        var originated = reader.UInt32();
        var peer = reader.Address(ipv6);
        var peerAsn = reader.Asn(fourOctets: false);
        var attributes = reader.Octets(reader.UInt16());
        if (reader.Failed || length > address.BitLength)
        {
            return record.Fault("a TABLE_DUMP record is cut short or malformed");
        }

        decoded = new TableDumpRecord(IpPrefix.Create(address, length), originated, peer, peerAsn, attributes);
        return default;
    }
}
