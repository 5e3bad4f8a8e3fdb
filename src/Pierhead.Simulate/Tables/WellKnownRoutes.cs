using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>Real prefixes that people look up, with their real origins: first in every table made from a seed.</summary>
internal static class WellKnownRoutes
{
    private static readonly (string Prefix, uint Origin)[] Rows =
    [
        ("1.1.1.0/24", 13335), ("8.8.8.0/24", 15169), ("9.9.9.0/24", 19281), ("1.0.0.0/24", 13335), ("193.0.0.0/21", 3333),
        ("8.8.4.0/24", 15169), ("149.112.112.0/24", 19281), ("208.67.222.0/24", 36692), ("4.0.0.0/9", 3356), ("198.41.0.0/24", 396576),
        ("193.0.14.0/24", 25152), ("192.5.5.0/24", 3557), ("140.82.112.0/20", 36459), ("151.101.0.0/16", 54113), ("104.16.0.0/13", 13335),
        ("17.0.0.0/9", 714), ("13.104.0.0/14", 8075), ("52.94.0.0/22", 16509), ("91.198.174.0/24", 14907), ("185.1.0.0/24", 6777),
        ("2606:4700:4700::/48", 13335), ("2001:4860::/32", 15169), ("2620:fe::/48", 19281), ("2001:67c:2e8::/48", 3333),
        ("2606:4700::/32", 13335), ("2620:119:35::/48", 36692), ("2001:7fd::/32", 25152), ("2001:500:2f::/48", 3557),
        ("2a04:4e40::/32", 54113), ("2620:149::/32", 714), ("2620:0:860::/46", 14907), ("2001:1900::/32", 3356),
    ];

    /// <summary>Adds as many of the family's as fit in <paramref name="most"/>.</summary>
    public static void AddTo(PrefixOrigins routes, bool ipv6, int most)
    {
        foreach (var row in Rows)
        {
            if (routes.Count < most && IpPrefix.TryParse(row.Prefix, out var prefix) && prefix.IsIPv6 == ipv6)
            {
                routes.Add(prefix, new Asn(row.Origin));
            }
        }
    }
}
