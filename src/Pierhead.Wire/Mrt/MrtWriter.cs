using System.Buffers.Binary;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// Writes MRT records (RFC 6396, RFC 8050) one after the other to a stream, which the caller opens, flushes and disposes of. The
/// counterpart of <see cref="MrtReader"/>. Single writer; fields that their record has no room for are an
/// <see cref="ArgumentException"/>, with nothing written.
/// </summary>
public sealed class MrtWriter(Stream stream)
{
    private readonly OctetWriter _message = new();
    private readonly RibRecordBuilder _rib = new();

    /// <summary>Octets written so far: where the next record begins.</summary>
    public long Offset { get; private set; }

    /// <summary>Writes a record of any type as it was read, whether anything is known of it or not.</summary>
    public void Write(in MrtRecord record) => Write(record.Timestamp, record.Type, record.Subtype, record.Body);

    /// <summary>Writes a record of any type. Microseconds are given exactly for the types that have them.</summary>
    public void Write(MrtTime time, MrtType type, ushort subtype, ReadOnlySpan<byte> message)
    {
        if (time.Microseconds.HasValue != MrtTime.IsExtended(type))
        {
            throw new ArgumentException($"a record of type {type} has {(MrtTime.IsExtended(type) ? "" : "no ")}microseconds", nameof(time));
        }

        Span<byte> header = stackalloc byte[MrtReader.HeaderLength + 4];
        var extra = time.Microseconds is null ? 0 : 4;
        BinaryPrimitives.WriteUInt32BigEndian(header, time.Seconds);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], subtype);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], (uint)(extra + message.Length));
        BinaryPrimitives.WriteUInt32BigEndian(header[MrtReader.HeaderLength..], time.Microseconds ?? 0);
        stream.Write(header[..(MrtReader.HeaderLength + extra)]);
        stream.Write(message);
        Offset += MrtReader.HeaderLength + extra + message.Length;
    }

    /// <summary>Writes a BGP4MP record, or a BGP4MP_ET one where the time has microseconds.</summary>
    public void WriteBgp4mp(MrtTime time, in Bgp4mpRecord record)
    {
        _message.Clear();
        record.WriteTo(_message);
        Write(time, time.Microseconds is null ? MrtType.Bgp4mp : MrtType.Bgp4mpEt, record.Subtype.Number, _message.Written);
    }

    /// <summary>Writes a TABLE_DUMP record.</summary>
    public void WriteTableDump(uint seconds, in TableDumpRecord record)
    {
        _message.Clear();
        record.WriteTo(_message);
        Write(new MrtTime(seconds), MrtType.TableDump, (ushort)(record.Prefix.IsIPv6 ? 2 : 1), _message.Written);
    }

    /// <summary>Writes the PEER_INDEX_TABLE record that RIB records after it refer to.</summary>
    public void WritePeerIndexTable(uint seconds, PeerIndexTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _message.Clear();
        table.WriteTo(_message);
        Write(new MrtTime(seconds), MrtType.TableDumpV2, PeerIndexTable.Subtype, _message.Written);
    }

    /// <summary>Writes a RIB record that was built.</summary>
    public void WriteRib(uint seconds, RibRecordBuilder record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Write(new MrtTime(seconds), MrtType.TableDumpV2, record.Subtype.Number, record.Message);
    }

    /// <summary>Writes a RIB record that was read, with the entries that were not read from it yet.</summary>
    public void WriteRib(uint seconds, RibRecord record)
    {
        _rib.Begin(record.Head);
        while (record.TryRead(out var entry))
        {
            _rib.Add(in entry);
        }

        WriteRib(seconds, _rib);
    }

    /// <summary>Writes an OSPFv2 record, or one of OSPFv3 or, where the time has microseconds, OSPFv3_ET.</summary>
    public void WriteOspf(MrtTime time, in OspfRecord record)
    {
        _message.Clear();
        record.WriteTo(_message);
        var version3 = time.Microseconds is null ? MrtType.Ospfv3 : MrtType.Ospfv3Et;
        Write(time, record.IsVersion3 ? version3 : MrtType.Ospfv2, subtype: 0, _message.Written);
    }

    /// <summary>Writes an ISIS record (RFC 6396 section 4.5), or an ISIS_ET one where the time has microseconds: the PDU is all it has.</summary>
    public void WriteIsis(MrtTime time, ReadOnlySpan<byte> pdu) =>
        Write(time, time.Microseconds is null ? MrtType.Isis : MrtType.IsisEt, subtype: 0, pdu);
}
