using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>Collects the routes of files: each prefix once, and of each family no more than asked for.</summary>
internal sealed class LoadedRoutes(int? ipv4Most, int? ipv6Most)
{
    private readonly HashSet<IpPrefix> _seen = [];

    public PrefixOrigins IPv4 { get; } = new();

    public PrefixOrigins IPv6 { get; } = new();

    /// <summary>Tells whether the prefix was new and wanted.</summary>
    public bool Add(IpPrefix prefix, Asn origin)
    {
        var (routes, most) = prefix.IsIPv6 ? (IPv6, ipv6Most) : (IPv4, ipv4Most);
        if (routes.Count >= (most ?? int.MaxValue) || !_seen.Add(prefix))
        {
            return false;
        }

        routes.Add(prefix, origin);
        return true;
    }
}
