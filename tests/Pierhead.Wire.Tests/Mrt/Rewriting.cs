using Pierhead.Wire.Mrt;

namespace Pierhead.Wire.Tests.Mrt;

/// <summary>Writes records that were read, field by field, as far as they are known; the others whole.</summary>
internal static class Rewriting
{
    /// <summary>Writes a record; false where it is of no known kind or does not decode, and was written whole.</summary>
    public static bool Write(MrtWriter writer, in MrtRecord record)
    {
        switch (record.Type)
        {
            case MrtType.TableDump when TableDumpRecord.Decode(in record, out var route).IsNone:
                writer.WriteTableDump(record.Seconds, in route);
                return true;
            case MrtType.TableDumpV2 when PeerIndexTable.Decode(in record, out var table).IsNone:
                writer.WritePeerIndexTable(record.Seconds, table!);
                return true;
            case MrtType.TableDumpV2 when RibRecord.Decode(in record, out var rib).IsNone:
                writer.WriteRib(record.Seconds, rib);
                return true;
            case MrtType.Bgp4mp or MrtType.Bgp4mpEt when Bgp4mpRecord.Decode(in record, out var bgp).IsNone:
                writer.WriteBgp4mp(record.Timestamp, in bgp);
                return true;
            case MrtType.Ospfv2 or MrtType.Ospfv3 or MrtType.Ospfv3Et when OspfRecord.Decode(in record, out var ospf).IsNone:
                writer.WriteOspf(record.Timestamp, in ospf);
                return true;
            case MrtType.Isis or MrtType.IsisEt:
                writer.WriteIsis(record.Timestamp, record.Body);
                return true;
            default:
                writer.Write(in record);
                return false;
        }
    }

    /// <summary>The octets of a record as it was in its stream.</summary>
    public static byte[] Whole(in MrtRecord record)
    {
        using var stream = new MemoryStream();
        new MrtWriter(stream).Write(in record);
        return stream.ToArray();
    }

    /// <summary>The octets of a record written field by field.</summary>
    public static byte[] ByField(in MrtRecord record)
    {
        using var stream = new MemoryStream();
        _ = Write(new MrtWriter(stream), in record);
        return stream.ToArray();
    }
}
