using Pierhead.Web.Contract;

namespace Pierhead.Tests.Cli;

/// <summary>Answers as a node would give them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Summary Summary = new(
        "land-1",
        "0.1.0",
        UptimeSeconds: 3 * 86_400 + 4 * 3_600 + 59,
        new SummarySessions(Configured: 7, Established: 6),
        new SummaryRoutes(Total: 312_004, Stale: 4, Ipv4: 250_000, Ipv6: 62_004, Prefixes: 300_000, AttributeSets: 41_000),
        new SummaryMemory(ResidentBytes: 120 * 1024 * 1024));

    public static Session Session(
        string device = "edge1.ams1", string tenant = "acme", string state = "established", string? error = null, string? description = null) => new(
        tenant,
        device,
        Address: "198.51.100.1",
        state,
        EstablishedAt: state == "established" ? Now.AddHours(-2).AddMinutes(-5) : null,
        HoldTime: state == "established" ? 180 : null,
        Families: ["ipv4", "ipv6"],
        Routes: new Dictionary<string, long> { ["ipv4"] = 250_000, ["ipv6"] = 62_004 },
        UpdatesReceived: 91_234,
        Flaps: 2,
        LastError: error,
        Site: "ams1",
        Description: description,
        RemoteAsn: 64500,
        LocalAsn: 64500,
        RouterId: "198.51.100.1",
        Password: true,
        StaleRoutes: 0,
        HeldOffUntil: null);

    public static Route Route(string prefix = "1.1.1.0/24", string device = "edge1.ams1", bool stale = false) => new(
        Tenant: "acme",
        device,
        Address: "198.51.100.1",
        Family: "ipv4",
        Rd: null,
        prefix,
        PathId: null,
        NextHop: "203.0.113.1",
        LinkLocalNextHop: null,
        AsPath: "3356 13335",
        Origin: "igp",
        Med: 10,
        LocalPref: 100,
        Communities: ["64500:1001"],
        ExtendedCommunities: [],
        LargeCommunities: ["64500:7:8"],
        OriginatorId: null,
        ClusterList: [],
        Aggregator: null,
        AtomicAggregate: false,
        Labels: null,
        Rule: null,
        stale,
        ReceivedAt: Now.AddMinutes(-3),
        Other: []);
}
