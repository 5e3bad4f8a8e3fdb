using Pierhead.Interop.Tests.Routers;
using Pierhead.Web.Contract;

namespace Pierhead.Interop.Tests.Node;

/// <summary>
/// What a router announced against what the API answers: every route, and each field that the announcement decides. Communities are compared as
/// sets, since daemons sort them each in its own way.
/// </summary>
internal static class ExpectedRoutes
{
    private const int Shown = 5;

    /// <summary>Differences between what <paramref name="router"/> announces on the session from an address and what is held; empty when equal.</summary>
    public static IReadOnlyList<string> Differences(Router router, string address, IEnumerable<Route> held)
    {
        var expected = router.Settings.Announcements.Select(route => Text(router, route)).ToHashSet(StringComparer.Ordinal);
        var found = held.Where(route => route.Address == address).Select(Text).ToArray();
        var repeated = found.Length - found.Distinct(StringComparer.Ordinal).Count();
        string[] differences =
        [
            .. expected.Except(found, StringComparer.Ordinal).Select(text => $"missing: {text}"),
            .. found.Except(expected, StringComparer.Ordinal).Select(text => $"not announced: {text}"),
        ];
        return repeated == 0 ? differences : [.. differences, $"{repeated} repeated"];
    }

    /// <summary>Fails unless every route of the session, and nothing else, is held as it was announced, and fresh.</summary>
    public static void AssertEqual(Router router, string address, IReadOnlyList<Route> held)
    {
        var differences = Differences(router, address, held);
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(Shown))}");
        Assert.DoesNotContain(held, route => route.Address == address && route.Stale);
    }

    private static string Text(Router router, Announcement route)
    {
        var settings = router.Settings;
        var internalPeer = settings.Asn == settings.NodeAsn;
        return Join(
            route.IsIpv6 ? "ipv6" : "ipv4",
            route.Prefix,
            route.IsIpv6 ? router.Site.Ipv6 : router.Site.Ipv4,
            internalPeer ? string.Empty : $"{settings.Asn}",
            "igp",
            internalPeer ? 100 : null,
            route.Palette.Communities,
            route.Palette.Targets.Select(target => $"rt:{target}"),
            route.Palette.Large);
    }

    private static string Text(Route route) => Join(
        route.Family,
        route.Prefix,
        route.NextHop,
        route.AsPath,
        route.Origin,
        route.LocalPref,
        route.Communities,
        route.ExtendedCommunities,
        route.LargeCommunities);

    private static string Join(
        string family,
        string? prefix,
        string? nextHop,
        string? asPath,
        string? origin,
        uint? localPref,
        IEnumerable<string> communities,
        IEnumerable<string> extended,
        IEnumerable<string> large) =>
        $"{family} {prefix} next_hop={nextHop} as_path=\"{asPath}\" origin={origin} local_pref={localPref} "
        + $"communities={Sorted(communities)} extended={Sorted(extended)} large={Sorted(large)}";

    private static string Sorted(IEnumerable<string> values) => $"[{string.Join(' ', values.Order(StringComparer.Ordinal))}]";
}
