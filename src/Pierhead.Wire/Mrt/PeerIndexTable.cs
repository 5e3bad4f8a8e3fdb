using System.Text;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// The PEER_INDEX_TABLE record that begins a TABLE_DUMP_V2 file (RFC 6396 section 4.3.1): its RIB records name peers by their
/// place in it.
/// <code>
/// collector (4 octets)  view name length (2)  view name  peer count (2)
/// for each: type (1)  identifier (4)  address (4 or 16)  AS (2 or 4)
/// </code>
/// </summary>
public sealed class PeerIndexTable
{
    /// <summary>The subtype of TABLE_DUMP_V2.</summary>
    public const ushort Subtype = 1;

    private const byte IsIPv6 = 0x01;
    private const byte HasFourOctetAsn = 0x02;

    private readonly byte[] _viewName;

    /// <summary>Makes a table of at most 65,535 peers and a name of at most as many octets.</summary>
    public PeerIndexTable(Ip collector, string viewName, IReadOnlyList<MrtPeer> peers)
        : this(collector, Encoding.UTF8.GetBytes(viewName), peers)
    {
    }

    private PeerIndexTable(Ip collector, byte[] viewName, IReadOnlyList<MrtPeer> peers)
    {
        ArgumentNullException.ThrowIfNull(peers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(viewName.Length, ushort.MaxValue, nameof(viewName));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(peers.Count, ushort.MaxValue, nameof(peers));
        Collector = collector;
        _viewName = viewName;
        Peers = peers;
    }

    /// <summary>The collector's BGP identifier, as an IPv4 address.</summary>
    public Ip Collector { get; }

    /// <summary>The view's name; octets that are no UTF-8 show as U+FFFD, and are written back as they came.</summary>
    public string ViewName => Encoding.UTF8.GetString(_viewName);

    public IReadOnlyList<MrtPeer> Peers { get; }

    /// <summary>Decodes a record; without a fault, <paramref name="table"/> is the table.</summary>
    public static MrtFault Decode(in MrtRecord record, out PeerIndexTable? table)
    {
        table = null;
        if (record.Type != MrtType.TableDumpV2 || record.Subtype != Subtype)
        {
            return record.Fault("not a PEER_INDEX_TABLE record");
        }

        var reader = new OctetReader(record.Body);
        var collector = reader.Address(ipv6: false);
        var viewName = reader.Octets(reader.UInt16()).ToArray();
        int count = reader.UInt16();
        var peers = new List<MrtPeer>();
        while (peers.Count < count && !reader.Failed)
        {
            var type = reader.Byte();
            peers.Add(new MrtPeer(
                reader.Address(ipv6: false),
                reader.Address((type & IsIPv6) != 0),
                reader.Asn((type & HasFourOctetAsn) != 0),
                (type & HasFourOctetAsn) != 0));
        }

        if (reader.Failed)
        {
            return record.Fault("a PEER_INDEX_TABLE record is cut short");
        }

        table = new PeerIndexTable(collector, viewName, peers);
        return default;
    }

    /// <summary>Writes what <see cref="Decode"/> reads.</summary>
    internal void WriteTo(OctetWriter writer)
    {
        writer.Identifier(Collector);
        writer.UInt16(OctetWriter.Length16(_viewName));
        writer.Octets(_viewName);
        writer.UInt16((ushort)Peers.Count);
        foreach (var peer in Peers)
        {
            writer.Byte((byte)((peer.Address.IsIPv6 ? IsIPv6 : 0) | (peer.FourOctetAsn ? HasFourOctetAsn : 0)));
            writer.Identifier(peer.Identifier);
            writer.Address(peer.Address);
            writer.Asn(peer.Asn, peer.FourOctetAsn);
        }
    }
}
