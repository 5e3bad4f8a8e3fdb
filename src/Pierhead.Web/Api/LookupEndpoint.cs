using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pierhead.Model.Ids;
using Pierhead.Routing;
using Pierhead.Web.Contract;
using Pierhead.Web.Node;
using Pierhead.Wire.Net;
using HeardRoute = Pierhead.Routing.Route;
using Route = Pierhead.Web.Contract.Route;

namespace Pierhead.Web.Api;

/// <summary><c>GET /api/v1/lookup</c>: for each device the longest match of an address.</summary>
internal static class LookupEndpoint
{
    public static void MapLookup(this IEndpointRouteBuilder api) => api
        .MapGet("/lookup", Lookup)
        .Produces<Page<Route>>()
        .RequireRateLimiting(PagesShare.Policy)
        .WithSummary("For each device, the longest match of an address in its tables, in the internet's or in a VPN's: all its paths.")
        .WithTags("routes");

    private static IResult Lookup(
        HttpContext context, INode node, string? address, string? tenant, string? device, string? rd, string? vrf, string? limit, string? cursor)
    {
        var (paging, problem) = Paging.Read(context.Caller(), tenant, limit, cursor, defaultLimit: 1_000);
        if (paging is null)
        {
            return problem!;
        }

        if (!Ip.TryParse(address, out var ip))
        {
            return Problems.BadParameter("address", $"'{address}' is not an IPv4 or IPv6 address.");
        }

        var (vpn, badVpn) = VpnQuery.Read(rd, vrf, node.Configuration, paging);
        if (vpn is null)
        {
            return badVpn!;
        }

        var items = new List<Route>();
        (SessionKey Key, IReadOnlyList<HeardRoute> Routes)? best = null;
        foreach (var table in node.Tables.All)
        {
            if (!paging.Includes(table.Key.Tenant)
                || (device is not null && table.Key.Device.Name != device)
                || (paging.Cursor is { } after && table.Key <= after.Key))
            {
                continue;
            }

            if (best is { } previous && previous.Key.Device != table.Key.Device)
            {
                Add(items, previous.Key, previous.Routes);
                best = null;

                // All paths of a device come together: a page may be longer by the paths of its last one.
                if (items.Count >= paging.Limit)
                {
                    return TypedResults.Ok(new Page<Route>(items, Cursor.After(LastOf(node, previous.Key)).ToString()));
                }
            }

            var routes = Find(table, vpn.Of(table.Key.Tenant), ip);
            if (routes.Count != 0 && (best is null || IsBetter(routes[0], best.Value.Routes[0])))
            {
                best = (table.Key, routes);
            }
        }

        if (best is { } last)
        {
            Add(items, last.Key, last.Routes);
        }

        return TypedResults.Ok(new Page<Route>(items, Next: null));
    }

    private static void Add(List<Route> items, SessionKey key, IReadOnlyList<HeardRoute> routes)
    {
        foreach (var route in routes)
        {
            items.Add(RouteMapping.ToContract(key, route));
        }
    }

    /// <summary>The longest match in a table: of the internet's, or of each route distinguisher of a VPN, whose PE routers differ.</summary>
    private static IReadOnlyList<HeardRoute> Find(AdjRibIn table, IReadOnlyCollection<RouteDistinguisher>? distinguishers, Ip address) =>
        distinguishers is null ? table.LongestMatch(address) : [.. distinguishers.SelectMany(each => table.LongestMatch(each, address))];

    // A device may have a session for each of its addresses: what is live goes before what is stale, then the more specific.
    private static bool IsBetter(HeardRoute route, HeardRoute than) =>
        route.Stale != than.Stale ? than.Stale : route.Prefix!.Value.Length > than.Prefix!.Value.Length;

    // The cursor names the device's last session, so that the next page does not answer for the same device again.
    private static SessionKey LastOf(INode node, SessionKey key) =>
        node.Tables.All.Last(table => table.Key.Device == key.Device).Key;
}
