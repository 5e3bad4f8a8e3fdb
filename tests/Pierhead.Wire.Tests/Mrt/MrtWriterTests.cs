using CsCheck;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Mrt;

/// <summary>Random records written and read: every field comes back, and the same octets are written again.</summary>
public sealed class MrtWriterTests
{
    private delegate void Check(in MrtRecord record);

    [Fact]
    public void WriteBgp4mp_AnyRecord_ReadsBackEqual() =>
        Gen.Select(MrtGen.Time, MrtGen.Bgp4mp, Gen.Select(Gen.UInt, Gen.UInt), Gen.UShort, MrtGen.Ends, Gen.Select(Gen.UShort, Gen.UShort), MrtGen.Octets)
            .Sample((time, subtype, asns, index, ends, states, message) =>
            {
                var mask = subtype.FourOctetAsn ? uint.MaxValue : ushort.MaxValue;
                var (peerAsn, localAsn) = (new Asn(asns.Item1 & mask), new Asn(asns.Item2 & mask));
                RoundTrip(
                    writer => writer.WriteBgp4mp(time, new Bgp4mpRecord
                    {
                        Subtype = subtype,
                        PeerAsn = peerAsn,
                        LocalAsn = localAsn,
                        InterfaceIndex = index,
                        Peer = ends.One,
                        Local = ends.Other,
                        Message = message,
                        OldState = states.Item1,
                        NewState = states.Item2,
                    }),
                    (in MrtRecord record) =>
                    {
                        Assert.Equal(time, record.Timestamp);
                        Assert.True(Bgp4mpRecord.Decode(in record, out var read).IsNone);
                        Assert.Equal((subtype, peerAsn, localAsn, index), (read.Subtype, read.PeerAsn, read.LocalAsn, read.InterfaceIndex));
                        Assert.Equal(ends, (read.Peer, read.Local));
                        Assert.Equal(subtype.IsStateChange ? "" : Hex.Text(message), Hex.Text(read.Message));
                        Assert.Equal(subtype.IsStateChange ? states : default, (read.OldState, read.NewState));
                    });
            });

    [Fact]
    public void WriteTableDump_AnyRecord_ReadsBackEqual() =>
        Gen.Select(Gen.UInt, Gen.Select(Gen.UShort, Gen.UShort, Gen.UShort), MrtGen.Prefix, MrtGen.Ends, Gen.Byte, MrtGen.Octets)
            .Where(each => each.Item3.IsIPv6 == each.Item4.One.IsIPv6)
            .Sample((seconds, numbers, prefix, ends, status, attributes) => RoundTrip(
                writer => writer.WriteTableDump(seconds, new TableDumpRecord
                {
                    View = numbers.Item1,
                    Sequence = numbers.Item2,
                    PeerAsn = new Asn(numbers.Item3),
                    Prefix = prefix,
                    Status = status,
                    Originated = ~seconds,
                    Peer = ends.One,
                    Attributes = attributes,
                }),
                (in MrtRecord record) =>
                {
                    Assert.Equal((seconds, (ushort)(prefix.IsIPv6 ? 2 : 1)), (record.Seconds, record.Subtype));
                    Assert.True(TableDumpRecord.Decode(in record, out var read).IsNone);
                    Assert.Equal(numbers, (read.View, read.Sequence, (ushort)read.PeerAsn.Value));
                    Assert.Equal((prefix, status, ~seconds, ends.One), (read.Prefix, read.Status, read.Originated, read.Peer));
                    Assert.Equal(Hex.Text(attributes), Hex.Text(read.Attributes));
                }));

    [Fact]
    public void WritePeerIndexTable_AnyTable_ReadsBackEqual() =>
        Gen.Select(Gen.UInt, MrtGen.IPv4, Gen.String[Gen.Char.AlphaNumeric, 0, 40], MrtGen.Peer.Array[0, 20])
            .Sample((seconds, collector, name, peers) => RoundTrip(
                writer => writer.WritePeerIndexTable(seconds, new PeerIndexTable(collector, name, peers)),
                (in MrtRecord record) =>
                {
                    Assert.True(PeerIndexTable.Decode(in record, out var read).IsNone);
                    Assert.Equal((collector, name), (read!.Collector, read.ViewName));
                    Assert.Equal(peers, read.Peers);
                }));

    [Fact]
    public void WriteRib_AnyFamily_ReadsBackEqual() =>
        Gen.Select(Gen.UInt, Gen.UInt, MrtGen.Destination, MrtGen.Entries, Gen.Bool, Gen.UInt.Nullable())
            .Sample((seconds, sequence, destination, entries, addPath, pathId) =>
            {
                var subtype = RibSubtype.For(destination.Afi, destination.Safi, addPath);
                pathId = subtype.IsGeneric && addPath ? pathId : null;
                var inEntries = addPath && pathId is null;
                RoundTrip(
                    writer => WriteRib(writer, seconds, entries, pathId, inEntries, new RibHead
                    {
                        Subtype = subtype,
                        Sequence = sequence,
                        Afi = destination.Afi,
                        Safi = destination.Safi,
                        Nlri = destination.Nlri,
                        PathId = pathId,
                    }),
                    (in MrtRecord record) =>
                    {
                        Assert.True(RibRecord.Decode(in record, out var read).IsNone);
                        Assert.Equal((subtype, sequence, pathId), (read.Head.Subtype, read.Sequence, read.Head.PathId));
                        Assert.Equal((destination.Afi, destination.Safi), (read.Head.Afi, read.Head.Safi));
                        Assert.Equal(Hex.Text(destination.Nlri), Hex.Text(read.Head.Nlri));
                        foreach (var each in entries)
                        {
                            Assert.True(read.TryRead(out var entry));
                            Assert.Equal((each.Peer, each.Originated), (entry.PeerIndex, entry.Originated));
                            Assert.Equal(inEntries ? each.PathId : pathId ?? 0, entry.PathId);
                            Assert.Equal(Hex.Text(each.Attributes), Hex.Text(entry.Attributes));
                        }

                        Assert.False(read.TryRead(out _) || read.IsCutShort);
                    });
            });

    [Fact]
    public void WriteOspf_AnyRecord_ReadsBackEqual() =>
        Gen.Select(MrtGen.Time, MrtGen.Ends, MrtGen.Octets, Gen.Bool)
            .Sample((time, ends, message, isVersion3) =>
            {
                isVersion3 |= ends.One.IsIPv6;
                time = isVersion3 ? time : new MrtTime(time.Seconds);
                RoundTrip(
                    writer => writer.WriteOspf(
                        time, new OspfRecord { IsVersion3 = isVersion3, Remote = ends.One, Local = ends.Other, Message = message }),
                    (in MrtRecord record) =>
                    {
                        Assert.Equal(time, record.Timestamp);
                        Assert.True(OspfRecord.Decode(in record, out var read).IsNone);
                        Assert.Equal((isVersion3, ends), (read.IsVersion3, (read.Remote, read.Local)));
                        Assert.Equal(Hex.Text(message), Hex.Text(read.Message));
                    });
            });

    [Fact]
    public void Write_AnyTypeAtAll_ReadsBackWhole() =>
        Gen.Select(MrtGen.Time, Gen.UShort[0, 70], Gen.UShort, MrtGen.Octets)
            .Sample((time, type, subtype, message) =>
            {
                time = new MrtTime(time.Seconds, MrtTime.IsExtended((MrtType)type) ? time.Microseconds ?? 7 : null);
                using var stream = new MemoryStream();
                new MrtWriter(stream).Write(time, (MrtType)type, subtype, message);
                stream.Position = 0;
                Assert.Equal(MrtStatus.Record, new MrtReader(stream).Read(out var record));
                Assert.Equal((time, (MrtType)type, subtype), (record.Timestamp, record.Type, record.Subtype));
                Assert.Equal(Hex.Text(message), Hex.Text(record.Body));
            });

    [Fact]
    public void Write_AnyOctetsOfAnyKind_NeverThrowsAndIsStable() =>
        Gen.Select(MrtGen.Among<ushort>(11, 12, 13, 16, 17, 32, 33, 48, 49), Gen.UShort[0, 13], Hostile())
            .Sample((type, subtype, body) =>
            {
                using var stream = new MemoryStream();
                var time = new MrtTime(1, MrtTime.IsExtended((MrtType)type) ? 1 : null);
                new MrtWriter(stream).Write(time, (MrtType)type, subtype, body);
                stream.Position = 0;
                Assert.Equal(MrtStatus.Record, new MrtReader(stream).Read(out var record));
                var once = Rewriting.ByField(in record);
                using var again = new MemoryStream(once);
                Assert.Equal(MrtStatus.Record, new MrtReader(again).Read(out var second));
                Assert.Equal(Hex.Text(once), Hex.Text(Rewriting.ByField(in second)));
            },
            iter: 20_000);

    [Fact]
    public void Write_MicrosecondsThatDoNotGoWithTheType_IsRefused()
    {
        var writer = new MrtWriter(Stream.Null);
        Assert.Throws<ArgumentException>(() => writer.Write(new MrtTime(1, 2), MrtType.Bgp4mp, 0, []));
        Assert.Throws<ArgumentException>(() => writer.Write(new MrtTime(1), MrtType.Bgp4mpEt, 0, []));
        Assert.Equal(0, writer.Offset);
    }

    [Fact]
    public void Write_FieldsWithoutRoom_AreRefused()
    {
        var writer = new MrtWriter(Stream.Null);
        Assert.ThrowsAny<ArgumentException>(() => writer.WriteBgp4mp(
            default, new Bgp4mpRecord { Subtype = Bgp4mpSubtype.Message(fourOctetAsn: false), PeerAsn = new Asn(65536) }));
        Assert.ThrowsAny<ArgumentException>(() => writer.WriteBgp4mp(
            default, new Bgp4mpRecord { Subtype = Bgp4mpSubtype.Message(fourOctetAsn: true), Peer = Ip.FromV6(1, 1) }));
        Assert.ThrowsAny<ArgumentException>(() => writer.WriteTableDump(1, new TableDumpRecord { Attributes = new byte[65536] }));
        Assert.ThrowsAny<ArgumentException>(() => writer.WriteOspf(default, new OspfRecord { Remote = Ip.FromV6(1, 1), Local = Ip.FromV6(1, 1) }));
        Assert.ThrowsAny<ArgumentException>(() => writer.WritePeerIndexTable(1, new PeerIndexTable(Ip.FromV6(1, 1), "", [])));
        Assert.ThrowsAny<ArgumentException>(() => writer.WritePeerIndexTable(
            1, new PeerIndexTable(default, "", [new MrtPeer(default, default, new Asn(65536), FourOctetAsn: false)])));
        Assert.Equal(0, writer.Offset);
    }

    [Fact]
    public void Begin_HeadThatMakesNoSense_IsRefused()
    {
        var builder = new RibRecordBuilder();
        Assert.ThrowsAny<ArgumentException>(() => builder.Begin(default));
        Assert.ThrowsAny<ArgumentException>(() => builder.Begin(new RibHead { Subtype = RibSubtype.IPv4Unicast, Afi = 2, Safi = 1, Nlri = [0] }));
        Assert.ThrowsAny<ArgumentException>(() => builder.Begin(new RibHead { Subtype = RibSubtype.IPv4Unicast, Afi = 1, Safi = 1, Nlri = [0, 0] }));
        Assert.ThrowsAny<ArgumentException>(() => builder.Begin(new RibHead { Subtype = RibSubtype.Generic, Afi = 1, Safi = 1, Nlri = [0], PathId = 1 }));
        Assert.ThrowsAny<ArgumentException>(() => builder.Begin(new RibHead { Subtype = RibSubtype.Generic, Afi = 99, Safi = 1, Nlri = [0] }));
        builder.Begin(new RibHead { Subtype = RibSubtype.GenericAddPath, Afi = 1, Safi = 1, Nlri = [0], PathId = 1 });
        Assert.ThrowsAny<ArgumentException>(() => builder.Add(new RibEntry(0, 0, pathId: 2, default)));
        Assert.Equal(0, builder.Count);
    }

    private static Gen<byte[]> Hostile() => Gen.OneOf(
        Gen.Byte.Array[0, 80],
        Gen.Byte[0, 3].Array[0, 80],
        Gen.Select(MrtGen.Among<byte>(1, 2), MrtGen.Among<byte>(1, 4, 128, 133), Gen.Byte[0, 8].Array[0, 60], (afi, safi, rest) =>
            (byte[])[0, 0, 0, 1, 0, afi, safi, .. rest]));

    private static void WriteRib(
        MrtWriter writer,
        uint seconds,
        (ushort Peer, uint Originated, uint PathId, byte[] Attributes)[] entries,
        uint? pathId,
        bool inEntries,
        in RibHead head)
    {
        var builder = new RibRecordBuilder();
        builder.Begin(in head);
        foreach (var each in entries)
        {
            builder.Add(new RibEntry(each.Peer, each.Originated, inEntries ? each.PathId : pathId ?? 0, each.Attributes));
        }

        writer.WriteRib(seconds, builder);
    }

    /// <summary>Writes one record, checks what is read, and that it is written again as the same octets.</summary>
    private static void RoundTrip(Action<MrtWriter> write, Check check)
    {
        using var stream = new MemoryStream();
        var writer = new MrtWriter(stream);
        write(writer);
        Assert.Equal(stream.Length, writer.Offset);
        stream.Position = 0;
        var reader = new MrtReader(stream);
        Assert.Equal(MrtStatus.Record, reader.Read(out var record));
        check(in record);
        Assert.Equal(Hex.Text(stream.ToArray()), Hex.Text(Rewriting.ByField(in record)));
        Assert.Equal(MrtStatus.End, reader.Read(out _));
    }
}
