using System.IO.Compression;
using Pierhead.Tests;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Update;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Wire.Tests.Mrt;

/// <summary>A recorded table of one format dumped in the other, as <c>bgpdump</c> reads it.</summary>
public sealed class RibDumpCorpusTests(ITestOutputHelper output)
{
    private const string Name = "bview.20020722.2337.gz";

    private readonly List<MrtPeer> _peers = [];
    private readonly Dictionary<(Ip, Asn), ushort> _places = [];

    [Fact]
    public void Add_EveryRouteOfARecordedTable_OtherImplementationReadsExpectedText()
    {
        BgpDump.Require();
        FindPeers();
        var mrt = Dump(out var routes, out var records);
        output.WriteLine($"{_peers.Count} peers, {routes} routes, {records} records, {mrt.Length} octets");
        Assert.Equal(115_521, routes);
        var lines = BgpDump.Lines(mrt);
        using var expected = new StreamReader(new GZipStream(File.OpenRead(Corpus.Path($"bgp/mrt/test_expect_{Name}.bgp.gz")), CompressionMode.Decompress));
        var different = 0;
        foreach (var line in lines)
        {
            var other = expected.ReadLine() is { } text ? OfDump(text) : null;
            if (line != other && different++ < 10)
            {
                output.WriteLine($"read:     {line}\nexpected: {other}");
            }
        }

        Assert.Equal((115_521, 0), (lines.Length, different));
        Assert.Null(expected.ReadLine());
    }

    /// <summary>The format has another name, and a dump one time, where the recorded one went on for seconds.</summary>
    private static string OfDump(string line) => $"TABLE_DUMP2|1027381055|{line.Split('|', 3)[2]}";

    private void FindPeers()
    {
        using var mrt = Open();
        var reader = new MrtReader(mrt);
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            Assert.True(TableDumpRecord.Decode(in record, out var route).IsNone);
            if (_places.TryAdd((route.Peer, route.PeerAsn), (ushort)_peers.Count))
            {
                _peers.Add(new MrtPeer(default, route.Peer, route.PeerAsn));
            }
        }
    }

    private byte[] Dump(out long routes, out long records)
    {
        using var mrt = Open();
        using var stream = new MemoryStream();
        var reader = new MrtReader(mrt);
        RibDump? dump = null;
        var canonical = new byte[8192];
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            dump ??= new RibDump(stream, record.Time, default, "", _peers);
            _ = TableDumpRecord.Decode(in record, out var route);
            _ = UpdateMessage.DecodeAttributes(route.Attributes, fourOctetAsn: false, out var update);
            Assert.True(dump.Add(new RibDumpRoute
            {
                PeerIndex = _places[(route.Peer, route.PeerAsn)],
                Family = Family.IPv4,
                Prefix = route.Prefix,
                Received = DateTimeOffset.FromUnixTimeSeconds(route.Originated),
                Attributes = canonical.AsSpan(0, update.WriteCanonical(canonical)),
            }));
        }

        dump!.Complete();
        (routes, records) = (dump.Routes, dump.Records);
        return stream.ToArray();
    }

    private static GZipStream Open() =>
        new(File.OpenRead(Corpus.Path($"bgp/mrt/test_data_{Name}")), CompressionMode.Decompress);
}
