using System.IO.Compression;
using Pierhead.Model.Snapshot;
using Pierhead.Tests;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>
/// A recorded iBGP session of a route reflector into one table: every route against the octets of the UPDATE it came with. The
/// expectation walks the messages by itself, and uses of the wire code only what turns recorded attributes into canonical order.
/// </summary>
public sealed class RecordedSessionTests(ITestOutputHelper output)
{
    [Fact]
    public void Apply_RecordedSession_HoldsEveryRouteWithItsAttributes()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = ApplyTests.Up(tables, PrefixLimits.None);
        var expected = new Dictionary<IpPrefix, byte[]>();
        var seen = new HashSet<IpPrefix>();
        var updates = new UpdateBytes();
        var messages = 0;
        using var stream = new GZipStream(File.OpenRead(Corpus.Path("bgp/mrt/test_data_updates.et-header.2015.gz")), CompressionMode.Decompress);
        var reader = new MrtReader(stream);
        while (reader.Read(out var record) == MrtStatus.Record)
        {
            Assert.True(Bgp4mpRecord.Decode(in record, out var decoded).IsNone);
            if (decoded.Message.Length <= MessageFramer.HeaderLength || decoded.Message[18] != (byte)BgpMessageType.Update)
            {
                continue;
            }

            var body = decoded.Message[MessageFramer.HeaderLength..].ToArray();
            _ = updates.Raw(body);
            messages++;
            Note(body, expected, seen);
            if (updates.Count == 64)
            {
                Apply(updates, table);
                updates = new UpdateBytes();
            }
        }

        Apply(updates, table);
        Assert.Equal(577_706, seen.Count);
        Assert.Equal(577_703, expected.Count);
        Assert.Equal(577_703, table.Count(Family.IPv4));
        Compare(table, expected, messages, tables.Totals);
    }

    private static void Apply(UpdateBytes updates, AdjRibIn table)
    {
        var result = updates.ApplyTo(table, DateTimeOffset.UnixEpoch);
        Assert.Equal((updates.Count, 0), (result.Applied, result.FaultyUpdates));
    }

    private void Compare(AdjRibIn table, Dictionary<IpPrefix, byte[]> expected, int messages, RouteTotals totals)
    {
        var (compared, different) = (0, 0);
        for (long position = 0; position != WalkResult.End;)
        {
            var page = table.Walk(Family.IPv4, RouteFilter.All, position, 10_000, 100_000);
            foreach (var route in page.Routes)
            {
                compared++;
                different += expected.TryGetValue(route.Prefix!.Value, out var octets) && route.EncodeAttributes().AsSpan().SequenceEqual(octets) ? 0 : 1;
            }

            position = page.Next;
        }

        output.WriteLine($"{messages} UPDATE messages; {compared} routes compared, {different} different; {totals.AttributeSets} shared sets; form {table.Form(Family.IPv4)}");
        Assert.Equal((577_703, 0), (compared, different));
        foreach (var (prefix, octets) in expected.Take(20_000))
        {
            Assert.True(table.TryGetExact(prefix, out var route));
            Assert.Equal(octets, route.EncodeAttributes());
            Assert.Equal(octets, route.Attributes.ToCanonicalBytes());
        }
    }

    private static void Note(ReadOnlySpan<byte> body, Dictionary<IpPrefix, byte[]> expected, HashSet<IpPrefix> seen)
    {
        var withdrawn = (body[0] << 8) | body[1];
        var attributes = (body[2 + withdrawn] << 8) | body[3 + withdrawn];
        foreach (var prefix in Prefixes(body.Slice(2, withdrawn)))
        {
            _ = expected.Remove(prefix);
        }

        var nlri = Prefixes(body[(4 + withdrawn + attributes)..]);
        var canonical = nlri.Count == 0 ? [] : CanonicalAttributes.Of(body.Slice(4 + withdrawn, attributes));
        foreach (var prefix in nlri)
        {
            expected[prefix] = canonical;
            _ = seen.Add(prefix);
        }
    }

    private static List<IpPrefix> Prefixes(ReadOnlySpan<byte> nlri)
    {
        var prefixes = new List<IpPrefix>();
        var reader = new NlriReader(nlri, ipv6: false, addPath: false);
        while (reader.TryReadV4(out var address, out var length, out _))
        {
            prefixes.Add(IpPrefix.Create(Ip.FromV4(address), length));
        }

        return prefixes;
    }
}
