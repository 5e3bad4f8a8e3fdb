using System.Globalization;
using System.Net;
using System.Text;

namespace Pierhead.Simulate.Demo;

/// <summary>Writes the configuration tree of the demo's node.</summary>
internal static class DemoTree
{
    private static readonly Dictionary<string, (string Market, string Country)> Sites = new()
    {
        ["ams1"] = ("Amsterdam", "NL"),
        ["fra1"] = ("Frankfurt", "DE"),
        ["lon1"] = ("London", "GB"),
        ["nyc1"] = ("New York", "US"),
        ["sjc1"] = ("San Jose", "US"),
    };

    public static IReadOnlyDictionary<string, string> Files(IPEndPoint bgp, IPEndPoint api)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["pierhead.yaml"] = Invariant($"""
                # The node of the demo.
                node: demo
                bgp: {'{'} listen: ["{bgp}"], router_id: 192.0.2.1 {'}'}
                api: {'{'} listen: ["{api}"] {'}'}

                """),
        };
        foreach (var tenant in DemoTenant.All)
        {
            files[$"tenants/{tenant.Name}.yaml"] = Tenant(tenant);
        }

        return files;
    }

    private static string Tenant(DemoTenant tenant)
    {
        var text = new StringBuilder();
        text.Append(Invariant($"tenant: {tenant.Name}\nasn: {tenant.Asn}\nsites:\n"));
        foreach (var site in tenant.Routers.Select(router => router.Site).Distinct())
        {
            var (market, country) = Sites[site];
            text.Append(Invariant($"  - {'{'} name: {site}, market: {market}, country: {country} {'}'}\n"));
        }

        text.Append("devices:\n");
        foreach (var router in tenant.Routers)
        {
            text.Append(Invariant($"  - name: {router.Name}\n    site: {router.Site}\n    role: {router.Role}\n"));
            text.Append(Invariant($"    addresses: [{router.Source}]\n    bgp: {'{'} families: [ipv4, ipv6] {'}'}\n"));
        }

        return text.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
