using System.Net;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Demo;

/// <summary>A tenant of the demo and its routers.</summary>
internal sealed record DemoTenant(string Name, Asn Asn, IReadOnlyList<DemoRouter> Routers)
{
    /// <summary>The table that a tenant's large routers share.</summary>
    public const int FullIPv4 = 150_000;

    public const int FullIPv6 = 25_000;

    /// <summary>A router with fewer IPv4 routes than this has a table of its own in place of the start of the large one.</summary>
    public const int SmallerThan = 10_000;

    public static readonly IReadOnlyList<DemoTenant> All =
    [
        new("acme", new Asn(64500),
        [
            new("edge1.ams1", "ams1", "127.1.0.1", "edge", FullIPv4, FullIPv6, NextHops: 16, ChurnPerSecond: 20),
            new("edge2.ams1", "ams1", "127.1.0.2", "edge", FullIPv4, FullIPv6, NextHops: 12, ChurnPerSecond: 5),
            new("edge1.fra1", "fra1", "127.1.0.3", "edge", 60_000, 10_000, NextHops: 8, ChurnPerSecond: 5),
            new("access1.lon1", "lon1", "127.1.0.4", "access", 2_000, 400, NextHops: 2, ChurnPerSecond: 0.5),
        ]),
        new("globex", new Asn(64510),
        [
            new("edge1.nyc1", "nyc1", "127.2.0.1", "edge", FullIPv4, FullIPv6, NextHops: 16, ChurnPerSecond: 20),
            new("edge1.sjc1", "sjc1", "127.2.0.2", "edge", 80_000, 12_000, NextHops: 10, ChurnPerSecond: 5),
            new("access1.sjc1", "sjc1", "127.2.0.3", "access", 800, 200, NextHops: 2, ChurnPerSecond: 0.5),
        ]),
    ];
}

/// <summary>A router of the demo.</summary>
internal sealed record DemoRouter(
    string Name, string Site, string Source, string Role, int IPv4, int IPv6, int NextHops, double ChurnPerSecond)
{
    public IPAddress Address { get; } = IPAddress.Parse(Source);
}
