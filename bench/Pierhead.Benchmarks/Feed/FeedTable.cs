using System.Net;
using Pierhead.Simulate;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.Feed;

/// <summary>
/// What the routers announce: real prefixes with their real origins where the corpus is there (else seeded ones), with believable paths
/// and communities. The same options make the same octets, whoever they are sent to.
/// </summary>
internal sealed class FeedTable
{
    private readonly RouteTable _table;
    private readonly (Family Family, int Group)[] _groups;

    private FeedTable(RouteTable table, string source)
    {
        _table = table;
        Source = source;
        _groups =
        [
            .. Enumerable.Range(0, table.IPv4.GroupCount).Select(group => (Family.IPv4, group)),
            .. Enumerable.Range(0, table.IPv6.GroupCount).Select(group => (Family.IPv6, group)),
        ];
    }

    public int IPv4 => _table.IPv4.Count;

    public int IPv6 => _table.IPv6.Count;

    public int AttributeSets => _table.AttributeSets.Count;

    /// <summary>Where the prefixes are from.</summary>
    public string Source { get; }

    /// <param name="corpus">The folder with <c>tables/</c> in it; where it is missing the table is made from a seed.</param>
    public static FeedTable Load(string corpus, int ipv4, int ipv6)
    {
        string[] files =
        [
            Path.Combine(corpus, "tables", "RouteViewIPv4.pfx2as.gz"),
            Path.Combine(corpus, "tables", "RouteViewIPv6.pfx2as.gz"),
            Path.Combine(corpus, "tables", "dfz-prefixes.txt.gz"),
        ];
        var isReal = Array.TrueForAll(files, File.Exists);
        var plan = SimulationPlans.From(new SimulateOptions
        {
            Target = new IPEndPoint(IPAddress.Loopback, 179),
            PrefixFiles = isReal ? files : [],
            IPv4Count = ipv4,
            IPv6Count = ipv6,
        });
        var table = plan.Routers[0].Table!;
        if (isReal && (table.IPv4.Count < ipv4 || table.IPv6.Count < ipv6))
        {
            Console.Error.WriteLine($"the corpus has {table.IPv4.Count} IPv4 and {table.IPv6.Count} IPv6 prefixes; {ipv4} and {ipv6} were asked for");
        }

        return new FeedTable(table, isReal ? "RouteViews prefixes and origins" : "seed 1");
    }

    /// <summary>The whole table, its attribute sets in an order of their own: routers of the same order share it.</summary>
    public FeedStream Full(int order)
    {
        var groups = _groups.ToArray();
        new Random(order).Shuffle(groups);
        var stream = new FeedStream();
        foreach (var (family, group) in groups)
        {
            var routes = _table[family];
            Add(stream, routes, group, 0, routes.Group(group).Length);
        }

        return stream;
    }

    /// <summary>A part of the table: so many routes of each family from a place of the router's own on, which goes round.</summary>
    public FeedStream Slice(int router, int ipv4, int ipv6)
    {
        var stream = new FeedStream();
        AddSlice(stream, _table.IPv4, router, ipv4);
        AddSlice(stream, _table.IPv6, router, ipv6);
        return stream;
    }

    /// <summary>A prefix of the table to ask for.</summary>
    public IpPrefix Sample(Family family, int index) => _table[family].Prefixes[index % _table[family].Count];

    private void AddSlice(FeedStream stream, FamilyRoutes routes, int router, int count)
    {
        var starts = Starts(routes);
        var at = (int)((long)router * count % routes.Count);
        while (count > 0)
        {
            var group = Array.BinarySearch(starts, at);
            group = group < 0 ? ~group - 1 : group;
            var first = at - starts[group];
            var take = Math.Min(count, routes.Group(group).Length - first);
            Add(stream, routes, group, first, take);
            count -= take;
            at = (at + take) % routes.Count;
        }
    }

    private readonly Dictionary<FamilyRoutes, int[]> _starts = [];

    private int[] Starts(FamilyRoutes routes)
    {
        if (!_starts.TryGetValue(routes, out var starts))
        {
            starts = new int[routes.GroupCount];
            for (var group = 1; group < starts.Length; group++)
            {
                starts[group] = starts[group - 1] + routes.Group(group - 1).Length;
            }

            _starts[routes] = starts;
        }

        return starts;
    }

    private void Add(FeedStream stream, FamilyRoutes routes, int group, int first, int count)
    {
        var set = routes.SetOf(group);
        stream.Add(_table.AttributeSets.Octets(set), routes.Group(group).Slice(first, count), _table.AttributeSets.NextHopSlot(set));
    }
}
