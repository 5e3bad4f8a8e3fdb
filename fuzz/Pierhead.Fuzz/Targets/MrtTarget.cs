using Pierhead.Wire.Bgp;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Fuzz.Targets;

/// <summary>MRT files (RFC 6396, RFC 8050): read by their fields and written from them, and what was written once more.</summary>
internal sealed class MrtTarget : FuzzTarget
{
    public override string Name => "mrt";

    public override IEnumerable<byte[]> Seeds()
    {
        using var stream = new MemoryStream();
        var address = Ip.FromV4(0xC633_6401);
        var dump = new RibDump(stream, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), address, "view", [new MrtPeer(address, address, new Asn(4_200_000_000))]);
        foreach (var row in Families.Rows)
        {
            foreach (var pathId in new uint?[] { null, 0 })
            {
                _ = dump.Add(new RibDumpRoute
                {
                    Family = row.Family,
                    Prefix = row.Family == Family.IPv6 ? IpPrefix.Create(Ip.FromV6(0x2001_0DB8_0000_0000, 0), 32) : IpPrefix.Create(address, 32),
                    Nlri = One(row.Family),
                    PathId = pathId,
                    Received = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
                    Attributes = Samples.Attributes,
                    NextHop = row.Family.IsIPv6() && row.Kind != NlriKind.Rule ? new byte[16] : [],
                });
            }
        }

        dump.Complete();
        yield return stream.ToArray();
        stream.Position = 0;
        var reader = new MrtReader(stream);
        var records = new List<byte[]>();
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            records.Add(Write(in record));
        }

        foreach (var type in new[] { MrtType.TableDump, MrtType.Bgp4mp, MrtType.Ospfv2, MrtType.Ospfv3, MrtType.Isis })
        {
            using var single = new MemoryStream();
            new MrtWriter(single).Write(new MrtTime(1), type, 1, new byte[60]);
            records.Add(single.ToArray());
        }

        foreach (var record in records)
        {
            yield return record;
        }
    }

    public override void Run(byte[] input)
    {
        var once = Copy(input, out var fault);
        Check(fault is null || fault.Value.Offset <= input.Length, "a fault lies in the stream");
        var twice = Copy(once, out _);
        Check(once.AsSpan().SequenceEqual(twice), "what was written is read as the same");
    }

    private static byte[] One(Family family)
    {
        var both = Samples.Nlri(family, addPath: false, isWithdrawal: false);
        return both[..(both.Length / 2)];
    }

    private static byte[] Copy(byte[] input, out MrtFault? fault)
    {
        using var from = new MemoryStream(input);
        var reader = new MrtReader(from);
        using var to = new MemoryStream();
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            to.Write(Write(in record));
        }

        fault = reader.Fault.IsNone ? null : reader.Fault;
        return to.ToArray();
    }

    /// <summary>A record from its fields; one that does not decode, or whose entries end too early, whole.</summary>
    private static byte[] Write(in MrtRecord record)
    {
        using var stream = new MemoryStream();
        var writer = new MrtWriter(stream);
        switch (record.Type)
        {
            case MrtType.TableDump when TableDumpRecord.Decode(in record, out var route).IsNone:
                writer.WriteTableDump(record.Seconds, in route);
                break;
            case MrtType.TableDumpV2 when PeerIndexTable.Decode(in record, out var table).IsNone:
                writer.WritePeerIndexTable(record.Seconds, table!);
                break;
            case MrtType.TableDumpV2 when RibRecord.Decode(in record, out var rib).IsNone:
                writer.WriteRib(record.Seconds, rib);
                break;
            case MrtType.Bgp4mp or MrtType.Bgp4mpEt when Bgp4mpRecord.Decode(in record, out var bgp).IsNone:
                writer.WriteBgp4mp(record.Timestamp, in bgp);
                break;
            case MrtType.Ospfv2 or MrtType.Ospfv3 or MrtType.Ospfv3Et when OspfRecord.Decode(in record, out var ospf).IsNone:
                writer.WriteOspf(record.Timestamp, in ospf);
                break;
            default:
                writer.Write(in record);
                break;
        }

        return stream.ToArray();
    }
}
