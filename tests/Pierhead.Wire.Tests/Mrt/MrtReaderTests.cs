using System.Buffers.Binary;
using Pierhead.Wire.Mrt;
using Xunit;

namespace Pierhead.Wire.Tests.Mrt;

public sealed class MrtReaderTests
{
    private const string Keepalive = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304";

    /// <summary>Record type, subtype and message of each kind.</summary>
    private static readonly (ushort Type, ushort Subtype, string Body)[] Records =
    [
        (16, 0, "FBF4 FBF5 0000 0001 C0000201 C0000202 0005 0006"),
        (16, 1, "FBF4 FBF5 0000 0001 C0000201 C0000202" + Keepalive),
        (16, 4, "0001FBF4 0000FBF5 0000 0002 20010DB8000000000000000000000001 20010DB8000000000000000000000002" + Keepalive),
        (16, 5, "0001FBF4 0000FBF5 0000 0001 C0000201 C0000202 0001 0002"),
        (16, 6, "FBF4 FBF5 0000 0001 C0000201 C0000202" + Keepalive),
        (16, 7, "0001FBF4 0000FBF5 0000 0001 C0000201 C0000202" + Keepalive),
        (16, 9, "0001FBF4 0000FBF5 0000 0001 C0000201 C0000202" + Keepalive),
        (17, 4, "000F4000 0001FBF4 0000FBF5 0000 0001 C0000201 C0000202" + Keepalive),
        (12, 1, "0000 0001 CB007100 18 01 3CA00000 C0000201 FBF4 0004 40010100"),
        (12, 2, "0000 0001 20010DB8000000000000000000000000 20 01 3CA00000 20010DB8000000000000000000000001 FBF4 0004 40010100"),
        (13, 1, "C0000201 0002 6869 0002 00 C0000202 C0000203 FBF4 03 C0000202 20010DB8000000000000000000000001 0001FBF4"),
        (13, 2, "00000001 18 CB0071 0001 0000 3CA00000 0004 40010100"),
        (13, 4, "00000001 20 20010DB8 0001 0000 3CA00000 0004 40010100"),
        (13, 8, "00000001 18 CB0071 0002 0000 3CA00000 00000007 0004 40010100 0001 3CA00000 00000008 0000"),
        (13, 10, "00000001 20 20010DB8 0001 0000 3CA00000 00000007 0004 40010100"),
        (13, 3, "00000001 18 CB0071 0001 0000 3CA00000 0004 40010100"),
        (13, 5, "00000001 20 20010DB8 0001 0000 3CA00000 0004 40010100"),
        (13, 9, "00000001 18 CB0071 0001 0000 3CA00000 00000007 0004 40010100"),
        (13, 11, "00000001 20 20010DB8 0001 0000 3CA00000 00000007 0004 40010100"),
        (13, 6, "00000001 0001 85 03 0118CB 0001 0000 3CA00000 0004 40010100"),
        (13, 6, "00000001 0001 80 70 000011 0000FBF400000001 CB0071 0001 0000 3CA00000 0004 40010100"),
        (13, 12, "00000001 0001 04 00000007 30 000011 CB0071 0001 0000 3CA00000 0004 40010100"),
        (13, 12, "00000001 0001 04 30 000011 CB0071 0002 0000 3CA00000 00000007 0004 40010100 0000 3CA00000 00000008 0000"),
        (11, 0, "C0000201 C0000202"),
        (48, 0, "0002 20010DB8000000000000000000000001 20010DB8000000000000000000000002"),
        (49, 0, "000F4000 0001 C0000201 C0000202"),
    ];

    [Fact]
    public void Read_EveryKind_IsDecoded()
    {
        var octets = Records.SelectMany(each => Record(each.Type, each.Subtype, Hex.Bytes(each.Body))).ToArray();
        Assert.Equal((Records.Length, 0, MrtStatus.End), ReadAll(octets));
    }

    [Fact]
    public void Read_EveryTruncationOfStream_IsFaultWithOffset()
    {
        var octets = Records.SelectMany(each => Record(each.Type, each.Subtype, Hex.Bytes(each.Body))).ToArray();
        for (var length = 0; length < octets.Length; length++)
        {
            using var stream = new MemoryStream(octets, 0, length);
            var reader = new MrtReader(stream);
            var status = MrtStatus.Record;
            while (status == MrtStatus.Record)
            {
                status = reader.Read(out _);
            }

            Assert.Equal(reader.Offset == length ? MrtStatus.End : MrtStatus.Fault, status);
            Assert.Equal(status == MrtStatus.End, reader.Fault.IsNone);
            Assert.Equal(status, reader.Read(out _));
            Assert.True(reader.Fault.IsNone || reader.Fault.Offset == reader.Offset);
        }
    }

    [Fact]
    public void Read_EveryTruncationOfRecord_IsFaultOfTheRecordOnly()
    {
        foreach (var (type, subtype, body) in Records)
        {
            var whole = Hex.Bytes(body);
            for (var length = type is 17 or 49 ? 4 : 0; length < whole.Length; length++)
            {
                // What is left of a message is the framer's to judge; everything else of a record must be there.
                var fixedLength = body.Contains(Keepalive, StringComparison.Ordinal) ? whole.Length - 19 : whole.Length;
                var octets = Record(type, subtype, whole[..length]).Concat(Record(16, 5, Hex.Bytes(Records[3].Body))).ToArray();
                Assert.Equal((2, length < fixedLength ? 1 : 0, MrtStatus.End), ReadAll(octets));
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 1)]
    [InlineData(13, 0)]
    [InlineData(13, 6)]
    [InlineData(13, 7)]
    [InlineData(13, 12)]
    [InlineData(13, 13)]
    [InlineData(16, 2)]
    [InlineData(16, 3)]
    [InlineData(16, 12)]
    [InlineData(16, 65535)]
    [InlineData(12, 3)]
    [InlineData(48, 0)]
    public void Read_ForeignRecord_IsFaultOfTheRecordOnly(ushort type, ushort subtype)
    {
        var octets = Record(type, subtype, new byte[64]).Concat(Record(16, 5, Hex.Bytes(Records[3].Body))).ToArray();
        Assert.Equal((2, 1, MrtStatus.End), ReadAll(octets));
    }

    [Fact]
    public void Read_NotMrt_IsFault()
    {
        var octets = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();
        Assert.Equal((0, 0, MrtStatus.Fault), ReadAll(octets));
    }

    [Fact]
    public void Read_RecordLongerThanItsMicroseconds_IsFault() =>
        Assert.Equal((0, 0, MrtStatus.Fault), ReadAll(Record(17, 4, [0, 0, 0])));

    [Fact]
    public void Read_MutatedRecords_NeverThrows()
    {
        var random = new Random(4711);
        var octets = Records.SelectMany(each => Record(each.Type, each.Subtype, Hex.Bytes(each.Body))).ToArray();
        for (var round = 0; round < 5_000; round++)
        {
            var mutated = octets.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            _ = ReadAll(mutated);
        }
    }

    [Fact]
    public void Decode_MicrosecondsAndEnds_AreTheRecords()
    {
        using var stream = new MemoryStream(Record(17, 4, Hex.Bytes(Records[7].Body)));
        var reader = new MrtReader(stream);
        Assert.Equal(MrtStatus.Record, reader.Read(out var record));
        Assert.Equal((1_000_000_000u, 999_424u), (record.Seconds, record.Microseconds));
        Assert.Equal("2001-09-09T01:46:40.9994240+00:00", record.Time.ToString("O"));
        Assert.True(Bgp4mpRecord.Decode(in record, out var bgp).IsNone);
        Assert.Equal("130036 64501 192.0.2.1 192.0.2.2", $"{bgp.PeerAsn} {bgp.LocalAsn} {bgp.Peer} {bgp.Local}");
        Assert.Equal(Keepalive, Hex.Text(bgp.Message));
    }

    [Fact]
    public void Decode_PeerIndexTable_GivesPeers()
    {
        using var stream = new MemoryStream(Record(13, 1, Hex.Bytes(Records[10].Body)));
        _ = new MrtReader(stream).Read(out var record);
        Assert.True(PeerIndexTable.Decode(in record, out var table).IsNone);
        Assert.Equal("hi", table!.ViewName);
        Assert.Equal(["192.0.2.3 64500", "2001:db8::1 130036"], table.Peers.Select(each => $"{each.Address} {each.Asn}"));
    }

    [Theory]
    [InlineData("00000001 0001 04 00000007 30 000011 CB0071 0002 0000 3CA00000 0000 0001 3CA00000 0000", 7u, 7u, false)]
    [InlineData("00000001 0001 04 30 000011 CB0071 0002 0000 3CA00000 00000007 0000 0001 3CA00000 00000008 0000", 7u, 8u, true)]
    public void Decode_GenericRibWithPathIds_BothPlacesAreTold(string body, uint first, uint second, bool inEntries)
    {
        using var stream = new MemoryStream(Record(13, 12, Hex.Bytes(body)));
        _ = new MrtReader(stream).Read(out var record);
        Assert.True(RibRecord.Decode(in record, out var rib).IsNone);
        Assert.Equal(inEntries, rib.Head.EntriesHavePathId);
        Assert.Equal((1, 4, "30000011CB0071"), (rib.Head.Afi, rib.Head.Safi, Hex.Text(rib.Head.Nlri)));
        Assert.True(rib.TryRead(out var entry));
        Assert.Equal(first, entry.PathId);
        Assert.True(rib.TryRead(out entry));
        Assert.Equal(second, entry.PathId);
        Assert.False(rib.TryRead(out _));
    }

    [Fact]
    public void Decode_FieldsOfTableDump_AreTheRecords()
    {
        using var stream = new MemoryStream(Record(12, 1, Hex.Bytes("0002 0003 CB007100 18 01 3CA00000 C0000201 FBF4 0004 40010100")));
        _ = new MrtReader(stream).Read(out var record);
        Assert.True(TableDumpRecord.Decode(in record, out var route).IsNone);
        Assert.Equal((2, 3, 1, 0x3CA00000u), (route.View, route.Sequence, route.Status, route.Originated));
        Assert.Equal("203.0.113.0/24 192.0.2.1 64500", $"{route.Prefix} {route.Peer} {route.PeerAsn}");
    }

    [Theory]
    [InlineData("40010100 800E 05 04 C0000201", "C0000201")]
    [InlineData("800E 11 10 20010DB8000000000000000000000001", "20010DB8000000000000000000000001")]
    [InlineData("800E 1A 0002 01 10 20010DB8000000000000000000000001 00 20 20010DB8", "20010DB8000000000000000000000001")]
    [InlineData("800E 0D 0C 0000000000000000 C0000201", "0000000000000000C0000201")]
    [InlineData("800E 01 00", "")]
    [InlineData("800E 03 0002 01", "")]
    [InlineData("40010100", "")]
    public void Find_NextHopOfEitherForm_IsFound(string attributes, string nextHop) =>
        Assert.Equal(nextHop, Hex.Text(MrtNextHop.Find(Hex.Bytes(attributes))));

    private static byte[] Record(ushort type, ushort subtype, byte[] body)
    {
        var octets = new byte[12 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(octets, 1_000_000_000);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(6), subtype);
        BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(8), (uint)body.Length);
        body.CopyTo(octets, 12);
        return octets;
    }

    /// <summary>How many records there were, how many of them nobody could decode, and how it ended.</summary>
    private static (int Records, int Faults, MrtStatus Status) ReadAll(byte[] octets)
    {
        using var stream = new MemoryStream(octets);
        var reader = new MrtReader(stream);
        var (records, faults) = (0, 0);
        MrtStatus status;
        while ((status = reader.Read(out var record)) == MrtStatus.Record)
        {
            records++;
            faults += IsDecoded(in record) ? 0 : 1;
        }

        return (records, faults, status);
    }

    private static bool IsDecoded(in MrtRecord record)
    {
        var whole = true;
        if (RibRecord.Decode(in record, out var rib) is { IsNone: true })
        {
            while (rib.TryRead(out var entry))
            {
                _ = MrtNextHop.Find(entry.Attributes);
            }

            whole = !rib.IsCutShort;
        }

        return whole && (RibRecord.Decode(in record, out _).IsNone || PeerIndexTable.Decode(in record, out _).IsNone
            || TableDumpRecord.Decode(in record, out _).IsNone || OspfRecord.Decode(in record, out _).IsNone || Bgp4mpRecord.Decode(in record, out _).IsNone);
    }
}
