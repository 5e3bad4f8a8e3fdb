using Pierhead.Interop.Tests.Network;
using Pierhead.Interop.Tests.Node;
using Pierhead.Interop.Tests.Routers;
using Pierhead.Interop.Tests.Routers.Daemons;
using Pierhead.Web.Contract;

namespace Pierhead.Interop.Tests.Families;

/// <summary>
/// Every family and capability that a daemon has in common with Pierhead, over one session: what it was told to announce is held, field by field, and
/// what it shows of itself is the same, path by path. A class for each daemon.
/// </summary>
public abstract class FamilyTests
{
    private protected const string Everything =
        "ipv4, ipv6, ipv4-labeled, ipv6-labeled, vpnv4, vpnv6, ipv4-flowspec, ipv6-flowspec, vpnv4-flowspec, vpnv6-flowspec";

    private protected const uint FeederAsn = 64999;

    /// <summary>A third address of the link: nobody's, so that the daemon takes it as a next hop.</summary>
    private protected static string FedNextHop(RouterSite site) => $"10.91.{site.Number}.77";

    /// <summary>An address for it on the daemon's link, since some refuse a next hop of 127.0.0.0/8.</summary>
    private protected static string FeederAddress(RouterSite site) => $"10.91.{site.Number}.9";

    private protected static async Task<PierheadNode> StartPierhead(Lab lab, RouterDaemon daemon, string addPath = Everything) =>
        await lab.StartPierhead(
            new ConfigTree(64500, new DeviceEntry(daemon.Site.Name, daemon.Site.Ipv4, daemon.Site.Ipv6) { Families = Everything, AddPath = addPath }));

    /// <summary>Waits until exactly these routes are held, and compares them with what the daemon shows.</summary>
    /// <param name="expected">
    /// As <see cref="Text"/> writes them: <c>vpnv4 64500:1 10.0.0.0/24 via 192.0.2.1 labels 100 with rt:64500:1</c>. Several paths of one key are as
    /// many lines.
    /// </param>
    private protected static async Task UntilHeld(PierheadNode node, RouterDaemon daemon, params string[] expected)
    {
        await Eventually.Holds(
            "the routes of every family",
            async () => string.Join('\n', Differences(expected, [.. (await node.Api.Routes(daemon.Site.Name)).Select(Text)])),
            differences => differences.Length == 0);
        foreach (var family in (await node.Api.Routes(daemon.Site.Name)).GroupBy(route => route.Family))
        {
            var held = family.Select(Key).Order(StringComparer.Ordinal).ToArray();
            var shown = daemon.Shown(family.Key).Order(StringComparer.Ordinal).ToArray();
            TestContext.Current.TestOutputHelper?.WriteLine($"{daemon.GetType().Name} {family.Key}: {shown.Length} paths shown, {held.Length} held");
            if (family.Key.EndsWith("flowspec", StringComparison.Ordinal))
            {
                Assert.Equal(shown.Length, held.Length);
            }
            else
            {
                Assert.Equal(shown, held);
            }
        }
    }

    /// <summary>Waits until so many IPv4 routes are held, and compares their prefixes with those that the daemon shows.</summary>
    private protected static async Task UntilTableIsHeld(PierheadNode node, RouterDaemon daemon, int count)
    {
        await Eventually.Holds("the table", async () => (await node.Api.Session(daemon.Site.Ipv4)).Routes["ipv4"], held => held == count);
        var held = (await node.Api.Routes(daemon.Site.Name)).Select(Key).Order(StringComparer.Ordinal).ToArray();
        var shown = daemon.Shown("ipv4").Order(StringComparer.Ordinal).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine($"{daemon.GetType().Name} large table: {shown.Length} paths shown, {held.Length} held");
        Assert.Equal(shown, held);
    }

    /// <summary>
    /// A configuration for <see cref="Lab.AddFeeder"/>: an eBGP neighbour in the same namespace that gives three paths of 203.0.113.0/24, for a daemon
    /// which passes several paths on but has no way to make them.
    /// </summary>
    private protected static string FeederOf(RouterSite site) => $$"""
        neighbor {{site.Ipv4}} {
          router-id {{FeederAddress(site)}};
          local-address {{FeederAddress(site)}};
          local-as {{FeederAsn}};
          peer-as 64500;
          api { processes [ control ]; }
          family { ipv4 unicast; }
          capability { add-path send; asn4 enable; }
          static {
            route 203.0.113.0/24 next-hop {{FedNextHop(site)}} path-information 0.0.0.1 community [ 64500:1 ];
            route 203.0.113.0/24 next-hop {{FedNextHop(site)}} path-information 0.0.0.2 community [ 64500:2 ];
            route 203.0.113.0/24 next-hop {{FedNextHop(site)}} path-information 0.0.0.3 community [ 64500:3 ];
          }
        }
        """;

    private protected static string[] FedPaths(RouterSite site, params int[] numbers) =>
        [.. numbers.Select(number => $"ipv4 203.0.113.0/24 via {FedNextHop(site)} with 64500:{number}")];

    private protected static string Withdraw(RouterSite site, int number) =>
        $"withdraw route 203.0.113.0/24 next-hop {FedNextHop(site)} path-information 0.0.0.{number}";

    private static IEnumerable<string> Differences(string[] expected, string[] held)
    {
        var left = held.ToList();
        var missing = expected.Where(text => !left.Remove(text)).Select(text => $"missing:       {text}").ToArray();
        return missing.Concat(left.Select(text => $"not announced: {text}"));
    }

    private static string Key(Route route) => route.Rd is null ? $"{route.Prefix}" : $"{route.Rd} {route.Prefix}";

    private static string Text(Route route)
    {
        var nextHop = route.NextHop is null ? string.Empty : $" via {route.NextHop}";
        var labels = route.Labels is null ? string.Empty : $" labels {string.Join('/', route.Labels)}";
        var communities = route.Communities.Concat(route.ExtendedCommunities).Concat(route.Ipv6ExtendedCommunities ?? []).Order(StringComparer.Ordinal).ToArray();
        var with = communities.Length == 0 ? string.Empty : $" with {string.Join(' ', communities)}";
        return $"{route.Family} {(route.Rd is null ? string.Empty : $"{route.Rd} ")}{route.Prefix ?? route.Rule}{nextHop}{labels}{with}";
    }
}
