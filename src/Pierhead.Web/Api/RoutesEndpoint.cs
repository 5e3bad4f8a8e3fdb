using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pierhead.Routing;
using Pierhead.Web.Contract;
using Pierhead.Web.Node;
using Pierhead.Wire.Bgp;
using Route = Pierhead.Web.Contract.Route;

namespace Pierhead.Web.Api;

/// <summary>
/// <c>GET /api/v1/routes</c>: routes as they were heard, session by session in key order. A page that found less than it may
/// hold still has a <c>next</c> while there is more to look at: no request walks for longer than <see cref="Budget"/>.
/// </summary>
internal static class RoutesEndpoint
{
    /// <summary>After how long a page is closed, whatever it holds, so that a rare match in a large node stays a bounded request.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(500);

    private const int ScanStep = 65_536;

    public static void MapRoutes(this IEndpointRouteBuilder api) => api
        .MapGet("/routes", List)
        .Produces<Page<Route>>()
        .RequireRateLimiting(PagesShare.Policy)
        .WithSummary("Routes of the sessions' tables, filtered by device, prefix, family, AS path, community and VPN.")
        .WithTags("routes");

    private static IResult List(
        HttpContext context,
        INode node,
        TimeProvider time,
        string? tenant,
        string? device,
        string? prefix,
        string? match,
        string? family,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "as_path")] string? asPath,
        string? community,
        string? rd,
        string? vrf,
        string? limit,
        string? cursor)
    {
        var (paging, problem) = Paging.Read(context.Caller(), tenant, limit, cursor);
        if (paging is null)
        {
            return problem!;
        }

        var (query, badQuery) = RouteQuery.Read(prefix, match, family, asPath, community);
        if (query is null)
        {
            return badQuery!;
        }

        var (vpn, badVpn) = VpnQuery.Read(rd, vrf, node.Configuration, paging);
        if (vpn is null)
        {
            return badVpn!;
        }

        var items = new List<Route>();
        var deadline = time.GetTimestamp() + (long)(Budget.TotalSeconds * time.TimestampFrequency);
        Cursor? next = null;
        foreach (var table in node.Tables.All)
        {
            if (!paging.Includes(table.Key.Tenant)
                || (device is not null && table.Key.Device.Name != device)
                || (paging.Cursor is { } at && (table.Key < at.Key || (table.Key == at.Key && at.Position == Cursor.AfterSession))))
            {
                continue;
            }

            next = Collect(table, query.In(vpn.Of(table.Key.Tenant)), paging, items, time, deadline, context.RequestAborted);
            if (next is not null)
            {
                break;
            }
        }

        return TypedResults.Ok(new Page<Route>(items, next?.ToString()));
    }

    /// <summary>Adds a table's matches; returns where to go on when the page is full or its time is over.</summary>
    private static Cursor? Collect(
        AdjRibIn table, RouteQuery query, Paging paging, List<Route> items, TimeProvider time, long deadline, CancellationToken aborted)
    {
        var resumed = paging.Cursor is { } at && at.Key == table.Key ? at : new Cursor(table.Key, 0, 0);
        for (var index = resumed.Family; index < Families.Count; index++)
        {
            var family = (Family)index;
            var position = index == resumed.Family ? resumed.Position : 0;
            if (!query.Includes(family) || table.Count(family) == 0)
            {
                continue;
            }

            while (position >= 0)
            {
                if (items.Count >= paging.Limit || time.GetTimestamp() > deadline || aborted.IsCancellationRequested)
                {
                    return new Cursor(table.Key, index, position);
                }

                var walk = table.Walk(family, query.Filter, position, paging.Limit - items.Count, ScanStep);
                foreach (var route in walk.Routes)
                {
                    items.Add(RouteMapping.ToContract(table.Key, route));
                }

                position = walk.Next;
            }
        }

        return null;
    }
}
