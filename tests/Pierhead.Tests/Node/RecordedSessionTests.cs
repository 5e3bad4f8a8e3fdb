using System.IO.Compression;
using System.Net;
using Pierhead.Simulate;
using Pierhead.Web.Contract;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>
/// A recorded full-table session of a real route reflector, replayed over TCP byte for byte, and every route that the API then
/// shows compared with what another program printed of the recording.
/// </summary>
public sealed class RecordedSessionTests(ITestOutputHelper output)
{
    private const int Seen = 577_706;
    private const int Held = 577_703;

    private const string Tree = """
        tenant: recorded
        asn: 3856
        devices:
          - { name: rr1, addresses: [127.83.0.1] }
        """;

    [Fact]
    public async Task Routes_RecordedFullTable_EqualTheExpectedTextRouteByRoute()
    {
        var recording = Corpus.Path("bgp/mrt/test_data_updates.et-header.2015.gz");
        var (expected, seen) = ReadExpected(Corpus.Path("bgp/mrt/test_expect_updates.et-header.2015.gz.bgp.gz"));
        Assert.Equal((Seen, Held), (seen, expected.Count));

        await using var node = await RunningNode.StartAsync(new Dictionary<string, string> { ["recorded.yaml"] = Tree });
        await using var router = new Simulation(SimulationPlans.From(new SimulateOptions
        {
            Target = node.Bgp,
            FirstLocalAddress = IPAddress.Parse("127.83.0.1"),
            MrtFile = recording,
        }));
        await router.StartAsync();
        await RunningNode.UntilAsync(
            () => router.Status()[0].AnnouncedAt is not null && node.Node.Tables.Totals.Routes == Held, "the whole recording applied");

        var (compared, different, example) = await CompareAsync(node.Client(), expected);
        output.WriteLine($"prefixes seen {seen}, held {Held}; routes compared {compared}, different {different}");
        Assert.True(different == 0, $"{different} of {compared} routes differ, such as {example}");
        Assert.Equal(Held, compared);
    }

    private static async Task<(int Compared, int Different, string? Example)> CompareAsync(HttpClient client, Dictionary<string, string> expected)
    {
        int compared = 0, different = 0;
        string? example = null;
        for (string? next = string.Empty; next is not null;)
        {
            var cursor = next.Length == 0 ? string.Empty : $"&cursor={next}";
            var page = await RunningNode.GetAsync<Page<Route>>(client, $"api/v1/routes?device=rr1&limit=10000{cursor}");
            foreach (var route in page.Items)
            {
                compared++;
                var text = TextOf(route);
                if (!expected.Remove(route.Prefix!, out var wanted) || wanted != text)
                {
                    different++;
                    example ??= $"{route.Prefix}: expected '{wanted}', got '{text}'";
                }
            }

            next = page.Next;
        }

        return (compared, different + expected.Count, example ?? expected.Keys.FirstOrDefault());
    }

    /// <summary>A route in the columns of the expected text: path, origin, next hop, local-pref, MED, communities, atomic, aggregator.</summary>
    private static string TextOf(Route route) => string.Join('|',
        route.AsPath,
        route.Origin!.ToUpperInvariant(),
        route.NextHop,
        route.LocalPref ?? 0,
        route.Med ?? 0,
        string.Join(' ', route.Communities.Concat(route.LargeCommunities).Select(WellKnown)),
        route.AtomicAggregate ? "AG" : "NAG",
        route.Aggregator);

    // The other program prints well-known communities by name.
    private static string WellKnown(string community) => community switch
    {
        "65535:65281" => "no-export",
        "65535:65282" => "no-advertise",
        "65535:65283" => "local-AS",
        _ => community,
    };

    /// <summary>The last word of the text on each prefix, and how many prefixes it names.</summary>
    private static (Dictionary<string, string> Held, int Seen) ReadExpected(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var held = new Dictionary<string, string>();
        var seen = new HashSet<string>();
        while (reader.ReadLine() is { } line)
        {
            var columns = line.Split('|');
            if (columns[2] == "W")
            {
                held.Remove(columns[5]);
            }
            else if (columns[2] == "A")
            {
                seen.Add(columns[5]);

                // It writes the numbers of a set with commas, Pierhead with spaces.
                columns[6] = columns[6].Replace(',', ' ');
                held[columns[5]] = string.Join('|', columns[6..14]);
            }
        }

        return (held, seen.Count);
    }
}
