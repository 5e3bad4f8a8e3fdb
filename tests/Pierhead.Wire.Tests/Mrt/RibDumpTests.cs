using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Mrt;

/// <summary>Dumps of small tables, as Pierhead reads them and as <c>bgpdump</c> does.</summary>
public sealed class RibDumpTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly Ip Collector = Ip.FromV4(0xC0000263);
    private static readonly byte[] V4 = Hex.Bytes("C0000201");
    private static readonly byte[] V6 = Hex.Bytes("20010DB8000000000000000000000001");

    private static readonly MrtPeer[] Peers =
    [
        new(Ip.FromV4(0x0A000001), Ip.FromV4(0xC0000201), new Asn(64500)),
        new(Ip.FromV4(0x0A000002), Ip.FromV6(0x20010DB800000000, 2), new Asn(4200000001)),
    ];

    /// <summary>ORIGIN IGP, AS_PATH 64500 4200000002, MED 5, LOCAL_PREF 100, community 64500:7.</summary>
    private static readonly byte[] Attributes = new PathAttributes
    {
        Origin = Origin.Igp,
        AsPath = new AsPath([new AsPathSegment(SegmentType.Sequence, [new Asn(64500), new Asn(4200000002)])]),
        Med = 5,
        LocalPref = 100,
        Communities = [new Community((64500u << 16) | 7)],
    }.ToCanonicalBytes();

    [Fact]
    public void Add_UnicastOfBothFamilies_OtherImplementationReadsEveryRoute()
    {
        var mrt = Dump(dump =>
        {
            Add(dump, Prefix("203.0.113.0/24"), V4);
            Add(dump, Prefix("203.0.113.0/24"), V4, peer: 1);
            Add(dump, Prefix("2001:db8:1::/48"), V6, peer: 1);
            Add(dump, Prefix("198.51.100.0/25"), V4, pathId: 0);
            Add(dump, Prefix("198.51.100.0/25"), Hex.Bytes("C0000205"), pathId: 9);
            Add(dump, Prefix("2001:db8:2::/48"), V6, pathId: 3);
            Add(dump, Prefix("2001:db8:2::/48"), [.. V6, .. Hex.Bytes("FE800000000000000000000000000001")], pathId: 4);
            Add(dump, Prefix("0.0.0.0/0"), V4);
        });
        const string path = "64500 4200000002|IGP|";
        const string rest = "|100|5|64500:7|NAG||";
        Assert.Equal(
            [
                $"TABLE_DUMP2|1700000000|B|192.0.2.1|64500|203.0.113.0/24|{path}192.0.2.1{rest}",
                $"TABLE_DUMP2|1700000000|B|2001:db8::2|4200000001|203.0.113.0/24|{path}192.0.2.1{rest}",
                $"TABLE_DUMP2|1700000000|B|2001:db8::2|4200000001|2001:db8:1::/48|{path}2001:db8::1{rest}",
                $"TABLE_DUMP2_AP|1700000000|B|192.0.2.1|64500|198.51.100.0/25|0|{path}192.0.2.1{rest}",
                $"TABLE_DUMP2_AP|1700000000|B|192.0.2.1|64500|198.51.100.0/25|9|{path}192.0.2.5{rest}",
                $"TABLE_DUMP2_AP|1700000000|B|192.0.2.1|64500|2001:db8:2::/48|3|{path}2001:db8::1{rest}",
                $"TABLE_DUMP2_AP|1700000000|B|192.0.2.1|64500|2001:db8:2::/48|4|{path}2001:db8::1{rest}",
                $"TABLE_DUMP2|1700000000|B|192.0.2.1|64500|0.0.0.0/0|{path}192.0.2.1{rest}",
            ],
            BgpDump.Lines(mrt));
    }

    [Fact]
    public void Add_PathsOfOnePrefixInARow_ShareARecord()
    {
        var mrt = Dump(dump =>
        {
            Add(dump, Prefix("203.0.113.0/24"), V4);
            Add(dump, Prefix("203.0.113.0/24"), V4, peer: 1);
            Add(dump, Prefix("203.0.113.0/24"), V4, pathId: 1);
            Add(dump, Prefix("203.0.113.0/24"), V4, pathId: 2);
            Add(dump, Prefix("203.0.112.0/24"), V4);
            Add(dump, Prefix("203.0.113.0/24"), V4);
            dump.Complete();
            Assert.Equal((6, 4), (dump.Routes, dump.Records));
        });
        Assert.Equal(
            [
                "2 0 203.0.113.0/24: 0@0 1@0",
                "8 1 203.0.113.0/24: 0@1 0@2",
                "2 2 203.0.112.0/24: 0@0",
                "2 3 203.0.113.0/24: 0@0",
            ],
            Records(mrt));
    }

    [Fact]
    public void Add_OtherFamilies_AreGenericRecordsWithNlriAsGiven()
    {
        var labelled = Hex.Bytes("30 000011 CB0071");
        var vpn = Hex.Bytes("70 000011 0000FBF400000001 CB0071");
        var flowspec = Hex.Bytes("05 0118CB0071");
        var mrt = Dump(dump =>
        {
            Add(dump, Family.IPv4Labeled, labelled, V4);
            Add(dump, Family.IPv4Labeled, labelled, V6, peer: 1);
            Add(dump, Family.VpnV4, vpn, [.. new byte[8], .. V4], pathId: 7);
            Add(dump, Family.VpnV4, vpn, [.. new byte[8], .. V4], peer: 1, pathId: 7);
            Add(dump, Family.VpnV4, vpn, [.. new byte[8], .. V4], pathId: 8);
            Add(dump, Family.IPv4Flowspec, flowspec, []);
            Add(dump, Family.IPv6Flowspec, flowspec, []);
        });
        Assert.Equal(
            [
                "6 0 1/4 30000011CB0071: 0@0 1@0",
                "12 1 1/128 700000110000FBF400000001CB0071: 0@7 1@7",
                "12 2 1/128 700000110000FBF400000001CB0071: 0@8",
                "6 3 1/133 050118CB0071: 0@0",
                "6 4 2/133 050118CB0071: 0@0",
            ],
            Records(mrt));
    }

    [Theory]
    [InlineData("C0000201", Family.IPv4, "400304C0000201", "")]
    [InlineData("", Family.IPv4, "", "")]
    [InlineData("20010DB8000000000000000000000001", Family.IPv4, "", "800E1110 20010DB8000000000000000000000001")]
    [InlineData("20010DB8000000000000000000000001", Family.IPv6, "", "800E1110 20010DB8000000000000000000000001")]
    [InlineData("", Family.IPv4Flowspec, "", "800E0100")]
    public void Add_NextHop_StandsWhereTheFamilyHasIt(string nextHop, Family family, string plain, string reach)
    {
        var nlri = Hex.Bytes("05 0118CB0071");
        var prefix = Prefix(family == Family.IPv6 ? "2001:db8::/32" : "203.0.113.0/24");
        var mrt = Dump(dump => dump.Add(
            new RibDumpRoute { Family = family, Prefix = prefix, Nlri = nlri, Received = Now, Attributes = Attributes, NextHop = Hex.Bytes(nextHop) }));

        // Sorted by type code: NEXT_HOP is 3, before MED; MP_REACH_NLRI is 14, after COMMUNITIES.
        var own = Hex.Text(Attributes);
        var med = own.IndexOf("800404", StringComparison.Ordinal);
        Assert.Equal(own[..med] + plain + own[med..] + reach.Replace(" ", "", StringComparison.Ordinal), FirstAttributes(mrt));
    }

    [Fact]
    public void Add_NextHopGivenAndInAttributes_StandsOnce()
    {
        var attributes = new PathAttributes { Origin = Origin.Egp, NextHop = Ip.FromV4(1), Med = 1 }.ToCanonicalBytes();
        var mrt = Dump(dump => dump.Add(new RibDumpRoute
        {
            Family = Family.IPv4,
            Prefix = Prefix("10.0.0.0/8"),
            Received = Now,
            Attributes = attributes,
            NextHop = V4,
        }));
        Assert.Equal("40010101" + "400304C0000201" + "80040400000001", FirstAttributes(mrt));
    }

    [Fact]
    public void Add_MoreEntriesThanARecordHolds_GoOnInTheNext()
    {
        var mrt = Dump(dump =>
        {
            for (var count = 0; count < RibRecordBuilder.MaximumCount + 5; count++)
            {
                dump.Add(new RibDumpRoute { Family = Family.IPv4, Prefix = Prefix("10.0.0.0/8"), PathId = (uint)count, Received = Now });
            }
        });
        using var stream = new MemoryStream(mrt);
        var reader = new MrtReader(stream);
        var counts = new List<(uint, int)>();
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            if (RibRecord.Decode(in record, out var rib).IsNone)
            {
                counts.Add((rib.Sequence, rib.Count));
            }
        }

        Assert.Equal([(0, RibRecordBuilder.MaximumCount), (1, 5)], counts);
    }

    [Fact]
    public void Add_AttributesLongerThanAnEntryHolds_RouteIsLeftOut()
    {
        var tooLong = new byte[ushort.MaxValue + 1];
        var mrt = Dump(dump =>
        {
            Assert.False(dump.Add(new RibDumpRoute { Family = Family.IPv4, Prefix = Prefix("10.0.0.0/8"), Received = Now, Attributes = tooLong }));
            Assert.Equal(0, dump.Routes);
        });
        Assert.Empty(Records(mrt));
    }

    [Fact]
    public void Add_WhatMakesNoSense_IsRefused()
    {
        _ = Dump(dump =>
        {
            Assert.ThrowsAny<ArgumentException>(() => Add(dump, Prefix("10.0.0.0/8"), V4, peer: 2));
            Assert.ThrowsAny<ArgumentException>(() => Add(dump, Family.IPv6, [], V6));
            Assert.ThrowsAny<ArgumentException>(() => Add(dump, Family.IPv4Labeled, [0x30, 0], V4));
        });
    }

    [Fact]
    public void Add_GenericRecordsAmongOthers_OtherImplementationGoesOnAfterThem()
    {
        var lines = BgpDump.Lines(Dump(dump =>
        {
            Add(dump, Family.IPv4Labeled, Hex.Bytes("30 000011 CB0071"), V4);
            Add(dump, Family.IPv4Flowspec, Hex.Bytes("05 0118CB0071"), [], pathId: 7);
            Add(dump, Prefix("203.0.113.0/24"), V4);
        }));
        Assert.Equal("203.0.113.0/24", Assert.Single(lines).Split('|')[5]);
    }

    [Fact]
    public void Add_ManyRoutes_AllocatesNothingForEach()
    {
        var dump = new RibDump(Stream.Null, Now, Collector, "acme", Peers);
        Walk(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Walk(100_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal(101_000, dump.Routes);

        void Walk(int routes)
        {
            for (var index = 0; index < routes; index++)
            {
                _ = dump.Add(new RibDumpRoute
                {
                    Family = index % 2 == 0 ? Family.IPv4 : Family.IPv6,
                    Prefix = IpPrefix.Create(index % 2 == 0 ? Ip.FromV4((uint)index << 8) : Ip.FromV6((ulong)index << 16, 0), index % 2 == 0 ? 24 : 48),
                    PathId = index % 3 == 0 ? 1 : null,
                    Received = Now,
                    Attributes = Attributes,
                    NextHop = index % 2 == 0 ? V4 : V6,
                });
            }
        }
    }

    [Fact]
    public void Complete_NoRoutes_IsThePeersAlone()
    {
        using var stream = new MemoryStream(Dump(_ => { }));
        var reader = new MrtReader(stream);
        Assert.Equal(MrtStatus.Record, reader.Read(out var record));
        Assert.True(PeerIndexTable.Decode(in record, out var table).IsNone);
        Assert.Equal((1_700_000_000u, Collector, "acme"), (record.Seconds, table!.Collector, table.ViewName));
        Assert.Equal(Peers, table.Peers);
        Assert.Equal(MrtStatus.End, reader.Read(out _));
    }

    private static byte[] Dump(Action<RibDump> fill)
    {
        using var stream = new MemoryStream();
        var dump = new RibDump(stream, Now, Collector, "acme", Peers);
        fill(dump);
        dump.Complete();
        Assert.Equal(stream.Length, dump.Length);
        return stream.ToArray();
    }

    private static void Add(RibDump dump, IpPrefix prefix, byte[] nextHop, ushort peer = 0, uint? pathId = null) =>
        Assert.True(dump.Add(new RibDumpRoute
        {
            PeerIndex = peer,
            Family = prefix.IsIPv6 ? Family.IPv6 : Family.IPv4,
            Prefix = prefix,
            PathId = pathId,
            Received = Now,
            Attributes = Attributes,
            NextHop = nextHop,
        }));

    private static void Add(RibDump dump, Family family, byte[] nlri, byte[] nextHop, ushort peer = 0, uint? pathId = null) =>
        Assert.True(dump.Add(new RibDumpRoute
        {
            PeerIndex = peer,
            Family = family,
            Nlri = nlri,
            PathId = pathId,
            Received = Now,
            Attributes = Attributes,
            NextHop = nextHop,
        }));

    private static IpPrefix Prefix(string text)
    {
        Assert.True(IpPrefix.TryParse(text, out var prefix));
        return prefix;
    }

    /// <summary>A line for each RIB record: subtype, sequence, destination, and peer@path of each entry.</summary>
    private static List<string> Records(byte[] mrt)
    {
        using var stream = new MemoryStream(mrt);
        var reader = new MrtReader(stream);
        var lines = new List<string>();
        Assert.Equal(MrtStatus.Record, reader.Read(out _));
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            Assert.True(RibRecord.Decode(in record, out var rib).IsNone);
            var destination = rib.Head.Prefix?.ToString() ?? $"{rib.Head.Afi}/{rib.Head.Safi} {Hex.Text(rib.Head.Nlri)}";
            var line = $"{record.Subtype} {rib.Sequence} {destination}:";
            while (rib.TryRead(out var entry))
            {
                Assert.Equal(1_700_000_000u, entry.Originated);
                line += $" {entry.PeerIndex}@{entry.PathId}";
            }

            Assert.False(rib.IsCutShort);
            lines.Add(line);
        }

        return lines;
    }

    private static string FirstAttributes(byte[] mrt)
    {
        using var stream = new MemoryStream(mrt);
        var reader = new MrtReader(stream);
        _ = reader.Read(out _);
        Assert.Equal(MrtStatus.Record, reader.Read(out var record));
        Assert.True(RibRecord.Decode(in record, out var rib).IsNone);
        Assert.True(rib.TryRead(out var entry));
        return Hex.Text(entry.Attributes);
    }
}
