using Pierhead.Simulate;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Tables;

public sealed class RibTableTests
{
    [Theory]
    [InlineData("test_data_bview.ipv4_unicast_add_path.gz", "10.0.15.1", "10.0.10.0/24", "65015 65014 65013 65012 65011")]
    [InlineData("test_data_bview.ipv6_unicast_add_path.gz", "2001:db8:16::2", "2001:db8:28::/48", "65017 65018 65019 65020 65021 65022 65023 65024 65025 65026 65027 65028")]
    [InlineData("test_data_bview.20020722.2337.gz", "193.203.0.65", "62.88.64.0/20", "1273 1901 1901 1901 1901")]
    [InlineData("test_data_bview.64k_stream_overflow.gz", "2a00:1c10:10::8", "2001:579:1040::/46", "50300 6939 22773")]
    public async Task Load_PeerOfADump_ItsRoutesAreAnnounced(string name, string peer, string prefix, string path)
    {
        var file = Corpus.Path("bgp/mrt/" + name);
        Assert.True(RibTable.IsDump(file) && Ip.TryParse(peer, out _) && IpPrefix.TryParse(prefix, out _));
        _ = Ip.TryParse(peer, out var address);
        _ = IpPrefix.TryParse(prefix, out var expected);
        await using var speaker = new PassiveSpeaker();
        var options = new SimulateOptions { Target = speaker.Endpoint, MrtFile = file, MrtPeer = address };
        await using var simulation = new Simulation(SimulationPlans.From(options));
        await simulation.StartAsync();
        await speaker.Until(each => each.EndOfRibs.Count == 2);

        Assert.True(speaker.WorstFault.IsNone, speaker.WorstFault.Reason);
        Assert.Equal(path, string.Join(' ', EncodedAttributes.FirstSequence(speaker.Table[expected])));
    }

    [Fact]
    public void Load_AttributesThatFillAMessage_RouteIsLeftOut()
    {
        var file = Corpus.Path("bgp/mrt/test_data_bview.64k_stream_overflow.gz");
        Assert.True(Ip.TryParse("2405:fc00::6", out var peer));
        Assert.Throws<FormatException>(() => RibTable.Load(file, peer));
    }

    [Fact]
    public void Load_PeerOfNoRoute_SaysSo()
    {
        var file = Corpus.Path("bgp/mrt/test_data_bview.ipv4_unicast_add_path.gz");
        var failure = Assert.Throws<FormatException>(() => RibTable.Load(file, Ip.FromV4(1)));
        Assert.Contains("0.0.0.1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FullDumpOfTableDump_HasEveryRouteOfThePeer()
    {
        var table = RibTable.Load(Corpus.Path("bgp/mrt/test_data_bview.20020722.2337.gz"));
        Assert.Equal((112_986, 0), (table.IPv4.Count, table.IPv6.Count));
    }

    [Fact]
    public void Load_SeveralPathsOfAPrefix_TheFirstOfThePeerCounts()
    {
        using var file = new DumpFile(writer =>
        {
            DumpFile.Peers(writer);
            DumpFile.Rib(writer, RibSubtype.IPv4UnicastAddPath, 1, 1, [8, 10], (0, 1, 11), (1, 2, 22), (1, 3, 23));
            DumpFile.Rib(writer, RibSubtype.IPv6UnicastAddPath, 2, 1, [16, 0x20, 1], (1, 4, 24), (0, 5, 15), (0, 6, 16));
        });
        Assert.Equal("10.0.0.0/8:11 2001::/16:15", Routes(RibTable.Load(file.Path)));
        Assert.Equal("10.0.0.0/8:22 2001::/16:24", Routes(RibTable.Load(file.Path, DumpFile.Peer(2))));
    }

    [Fact]
    public void Load_RoutesNobodyAnnounces_AreLeftOut()
    {
        using var file = new DumpFile(writer =>
        {
            writer.Write(new MrtTime(1), MrtType.TableDumpV2, subtype: 7, [1, 2, 3]);
            DumpFile.Peers(writer);
            DumpFile.Rib(writer, RibSubtype.IPv4Multicast, 1, 2, [8, 10], (0, 0, 11));
            DumpFile.Rib(writer, RibSubtype.Generic, 1, 4, [32, 0, 0, 17, 10], (0, 0, 12));
            DumpFile.Rib(writer, RibSubtype.IPv4Unicast, 1, 1, [8, 11], (0, 0, 13));
            DumpFile.Rib(writer, RibSubtype.IPv4Unicast, 1, 1, [8, 12], (99, 0, 14));
        });
        Assert.True(RibTable.IsDump(file.Path));
        Assert.Equal("11.0.0.0/8:13", Routes(RibTable.Load(file.Path)));
    }

    [Fact]
    public void Load_TableDump_AsNumbersAreWidenedAndBrokenRoutesLeftOut()
    {
        using var file = new DumpFile(writer =>
        {
            // AS_PATH 23456 64501, AS4_PATH 4200000001 64501.
            Route(writer, 10, [0x40, 1, 1, 0, 0x40, 2, 6, 2, 2, 0x5B, 0xA0, 0xFB, 0xF5, 0xC0, 17, 10, 2, 2, 0xFA, 0x56, 0xEA, 1, 0, 0, 0xFB, 0xF5]);
            Route(writer, 11, [0x40, 1, 1, 9, 0x40, 2, 0]);
            Route(writer, 12, [0x40, 1, 9, 0]);
        });
        var table = RibTable.Load(file.Path);
        Assert.Equal("10.0.0.0/8", string.Join(' ', table.IPv4.Prefixes.ToArray()));
        Assert.Equal([4_200_000_001u, 64501u], EncodedAttributes.FirstSequence(table.AttributeSets.Octets(0)));

        static void Route(MrtWriter writer, byte first, byte[] attributes) => writer.WriteTableDump(1, new TableDumpRecord
        {
            Prefix = IpPrefix.Create(Ip.FromV4((uint)first << 24), 8),
            Peer = DumpFile.Peer(1),
            PeerAsn = new Asn(64501),
            Status = 1,
            Attributes = attributes,
        });
    }

    [Fact]
    public void From_MrtFile_ContentTellsWhetherItIsATable()
    {
        using var dump = new DumpFile(writer =>
        {
            writer.Write(new MrtTime(1), (MrtType)1, subtype: 0, []);
            DumpFile.Peers(writer);
            DumpFile.Rib(writer, RibSubtype.IPv4Unicast, 1, 1, [8, 10], (0, 0, 11));
        });
        using var recording = new DumpFile(writer =>
        {
            writer.WriteOspf(new MrtTime(1), default);
            writer.WriteBgp4mp(new MrtTime(1), new Bgp4mpRecord { Subtype = Bgp4mpSubtype.Message(fourOctetAsn: true), Message = EndOfRib() });
        });
        var table = SimulationPlans.From(new SimulateOptions { Routers = 2, MrtFile = dump.Path }).Routers;
        Assert.All(table, router => Assert.Equal((1, null), (router.Table!.Count, router.Recording)));
        var replay = SimulationPlans.From(new SimulateOptions { MrtFile = recording.Path }).Routers[0];
        Assert.Equal((1, null), (replay.Recording!.Count, replay.Table));
    }

    private static byte[] EndOfRib()
    {
        var message = new byte[MessageFramer.HeaderLength + 4];
        MessageFramer.WriteHeader(message, BgpMessageType.Update, message.Length);
        return message;
    }

    /// <summary>Prefixes with the first AS of their path.</summary>
    private static string Routes(RouteTable table) => string.Join(' ', Of(table, table.IPv4).Concat(Of(table, table.IPv6)));

    private static List<string> Of(RouteTable table, FamilyRoutes routes)
    {
        var lines = new List<string>();
        for (var group = 0; group < routes.GroupCount; group++)
        {
            var first = EncodedAttributes.FirstSequence(table.AttributeSets.Octets(routes.SetOf(group)))[0];
            foreach (var prefix in routes.Group(group))
            {
                lines.Add($"{prefix}:{first}");
            }
        }

        return lines;
    }
}
