using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// A RIB record of TABLE_DUMP_V2 (RFC 6396 sections 4.3.2 to 4.3.4, RFC 8050 section 4): one destination, and its routes by peer.
/// Its attributes have AS numbers of four octets, and an MP_REACH_NLRI of next hops alone: see <see cref="MrtNextHop"/>.
/// <code>
/// head (see RibHead)  entry count (2)
/// for each: peer index (2)  originated (4)  [ path identifier (4) ]  attributes length (2)  attributes
/// </code>
/// </summary>
public ref struct RibRecord
{
    private OctetReader _entries;
    private int _left;

    private RibRecord(RibHead head, int count, OctetReader entries)
    {
        Head = head;
        Count = count;
        _left = count;
        _entries = entries;
    }

    /// <summary>The destination.</summary>
    public RibHead Head { get; }

    public readonly uint Sequence => Head.Sequence;

    /// <summary>The prefix, for unicast and multicast; else 0.0.0.0/0.</summary>
    public readonly IpPrefix Prefix => Head.Prefix ?? default;

    /// <summary>Whether routes have path identifiers.</summary>
    public readonly bool AddPath => Head.Subtype.AddPath;

    /// <summary>How many entries the record says it has.</summary>
    public int Count { get; }

    /// <summary>Whether the entries ended before the record said: what was read until then is good.</summary>
    public readonly bool IsCutShort => _entries.Failed;

    /// <summary>Whether a record is a RIB record, of any family.</summary>
    public static bool IsKnown(in MrtRecord record) => record.Type == MrtType.TableDumpV2 && RibSubtype.TryFrom(record.Subtype, out _);

    /// <summary>Decodes a record's head; a fault where it is of another type, or malformed. Entries follow one by one.</summary>
    public static MrtFault Decode(in MrtRecord record, out RibRecord decoded)
    {
        decoded = default;
        if (record.Type != MrtType.TableDumpV2 || !RibSubtype.TryFrom(record.Subtype, out var subtype))
        {
            return record.Fault("not a RIB record");
        }

        // Path identifiers stand before the NLRI of a generic record, or where all others have them: only one of both fits, but for
        // a record without entries, which says nothing.
        if (subtype is { IsGeneric: true, AddPath: true })
        {
            return (TryRead(in record, subtype, pathIdBeforeNlri: true, out decoded) && decoded.FitsExactly())
                || (TryRead(in record, subtype, pathIdBeforeNlri: false, out decoded) && decoded.FitsExactly())
                ? default
                : record.Fault("a generic RIB record is cut short, or of a family without a known NLRI syntax");
        }

        return TryRead(in record, subtype, pathIdBeforeNlri: false, out decoded)
            ? default
            : record.Fault("a RIB record is cut short, its prefix is malformed, or its family has no known NLRI syntax");
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
        var pathId = Head.EntriesHavePathId ? _entries.UInt32() : Head.PathId ?? 0;
        var attributes = _entries.Octets(_entries.UInt16());
        if (_entries.Failed)
        {
            return false;
        }

        entry = new RibEntry(peer, originated, pathId, attributes);
        return true;
    }

    private static bool TryRead(in MrtRecord record, RibSubtype subtype, bool pathIdBeforeNlri, out RibRecord decoded)
    {
        decoded = default;
        var reader = new OctetReader(record.Body);
        if (!RibHead.TryRead(ref reader, subtype, pathIdBeforeNlri, out var head))
        {
            return false;
        }

        int count = reader.UInt16();
        decoded = new RibRecord(head, count, reader);
        return !reader.Failed;
    }

    private readonly bool FitsExactly()
    {
        var copy = this;
        while (copy.TryRead(out _))
        {
        }

        return Count != 0 && !copy.IsCutShort && copy._entries.AtEnd;
    }
}
