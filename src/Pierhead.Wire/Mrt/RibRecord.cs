using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// A RIB record of TABLE_DUMP_V2 (RFC 6396 section 4.3.2, RFC 8050 section 4): one prefix, and its routes by peer. Its
/// attributes have AS numbers of four octets, and an MP_REACH_NLRI of next hops alone: see <see cref="MrtNextHop"/>.
/// <code>
/// sequence (4 octets)  prefix length (1)  prefix  entry count (2)
/// for each: peer index (2)  originated (4)  [ path identifier (4) ]  attributes length (2)  attributes
/// </code>
/// </summary>
public ref struct RibRecord
{
    private OctetReader _entries;
    private int _left;

    private RibRecord(uint sequence, IpPrefix prefix, bool addPath, int count, OctetReader entries)
    {
        Sequence = sequence;
        Prefix = prefix;
        AddPath = addPath;
        Count = count;
        _left = count;
        _entries = entries;
    }

    public uint Sequence { get; }

    public IpPrefix Prefix { get; }

    /// <summary>Whether entries carry a path identifier.</summary>
    public bool AddPath { get; }

    /// <summary>How many entries the record says it has.</summary>
    public int Count { get; }

    /// <summary>Whether the entries ended before the record said: what was read until then is good.</summary>
    public readonly bool IsCutShort => _entries.Failed;

    /// <summary>Whether a record is of a subtype that this reads: unicast of IPv4 and IPv6, with and without ADD-PATH.</summary>
    public static bool IsKnown(in MrtRecord record) => record.Type == MrtType.TableDumpV2 && record.Subtype is 2 or 4 or 8 or 10;

    /// <summary>Decodes a record's head; a fault where it is of another type, or malformed. Entries follow one by one.</summary>
    public static MrtFault Decode(in MrtRecord record, out RibRecord decoded)
    {
        decoded = default;
        if (!IsKnown(in record))
        {
            return record.Fault("not a RIB record of a known address family");
        }

        var ipv6 = record.Subtype is 4 or 10;
        var reader = new OctetReader(record.Body);
        var sequence = reader.UInt32();
        var octets = reader.Rest;
        var length = octets.IsEmpty ? 0 : (octets[0] + 7) >> 3;
        if (!TryReadPrefix(reader.Octets(1 + length), ipv6, out var prefix))
        {
            return record.Fault("a RIB record is cut short, or its prefix is malformed");
        }

        int count = reader.UInt16();
        if (reader.Failed)
        {
            return record.Fault("a RIB record is cut short");
        }

        decoded = new RibRecord(sequence, prefix, record.Subtype is 8 or 10, count, reader);
        return default;
    }

    /// <summary>Reads the next entry; false after the last, and where the record is cut short.</summary>
    public bool TryRead(out RibEntry entry)
    {
        entry = default;
        if (_left == 0)
        {
            return false;
        }

        _left--;
        var peer = _entries.UInt16();
        var originated = _entries.UInt32();
        var pathId = AddPath ? _entries.UInt32() : 0;
        var attributes = _entries.Octets(_entries.UInt16());
        if (_entries.Failed)
        {
            return false;
        }

        entry = new RibEntry(peer, originated, pathId, attributes);
        return true;
    }

    private static bool TryReadPrefix(ReadOnlySpan<byte> octets, bool ipv6, out IpPrefix prefix)
    {
        prefix = default;
        var reader = new NlriReader(octets, ipv6, addPath: false);
        byte length;
        Ip address;
        if (ipv6)
        {
            if (!reader.TryReadV6(out var high, out var low, out length, out _))
            {
                return false;
            }

            address = Ip.FromV6(high, low);
        }
        else
        {
            if (!reader.TryReadV4(out var v4, out length, out _))
            {
                return false;
            }

            address = Ip.FromV4(v4);
        }

        prefix = IpPrefix.Create(address, length);
        return true;
    }
}
