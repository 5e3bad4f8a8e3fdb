namespace Pierhead.Simulate.Tables;

/// <summary>Makes tables with the shape of the default-free zone from a seed.</summary>
public static class SeededTable
{
    private const int IPv4PrefixesPerOrigin = 13;
    private const int IPv6PrefixesPerOrigin = 5;

    public static RouteTable Create(SeededTableOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.IPv4Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.IPv4Count, SeededTableOptions.MaximumIPv4);
        ArgumentOutOfRangeException.ThrowIfNegative(options.IPv6Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.IPv6Count, SeededTableOptions.MaximumIPv6);

        var origins4 = Math.Max(1, options.IPv4Count / IPv4PrefixesPerOrigin);
        var origins6 = Math.Max(1, options.IPv6Count / IPv6PrefixesPerOrigin);
        var origins = new OriginPool(options.Seed, Math.Max(origins4, origins6));
        var ipv4 = Generate(ipv6: false, options.IPv4Count, origins, options.Seed);
        var ipv6 = Generate(ipv6: true, options.IPv6Count, origins, options.Seed);
        return RouteTableBuilder.Build(ipv4, ipv6, options.View, options.Seed);
    }

    private static PrefixOrigins Generate(bool ipv6, int count, OriginPool origins, ulong seed)
    {
        var routes = new PrefixOrigins();
        WellKnownRoutes.AddTo(routes, ipv6, count);
        PrefixGenerator.Fill(routes, ipv6, count, origins, SeededRandom.Mix(seed, ipv6 ? 6u : 4u));
        return routes;
    }
}
