using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pierhead.Sessions.Fsm;
using Pierhead.Web.Auth;
using Pierhead.Web.Contract;
using Pierhead.Web.Node;
using Pierhead.Wire.Bgp;

namespace Pierhead.Web.Api;

/// <summary><c>GET /api/v1/summary</c>.</summary>
internal static class SummaryEndpoint
{
    public static void MapSummary(this IEndpointRouteBuilder api) => api
        .MapGet("/summary", (HttpContext context, INode node, TimeProvider time) => Summarise(context.Caller(), node, time))
        .WithSummary("The node in numbers: sessions, routes, memory. Counters, never a walk over routes.")
        .WithTags("node");

    private static Summary Summarise(Caller caller, INode node, TimeProvider time)
    {
        var (sessions, routes) = caller.IsPlatform ? OfNode(node) : OfTenant(caller, node);
        return new Summary(
            node.Configuration.Node.Name,
            node.Version,
            (long)(time.GetUtcNow() - node.StartedAt).TotalSeconds,
            sessions,
            routes,
            new SummaryMemory(Environment.WorkingSet));
    }

    private static (SummarySessions Sessions, SummaryRoutes Routes) OfNode(INode node)
    {
        var (configured, established) = node.Bgp.Totals;
        var totals = node.Tables.Totals;
        var routes = new SummaryRoutes(
            totals.Routes, totals.Stale, totals.Of(Family.IPv4), totals.Of(Family.IPv6), totals.Prefixes, totals.AttributeSets, ByFamily(totals.Of));
        return (new SummarySessions(configured, established), routes);
    }

    // A walk over the sessions of a tenant, each of which answers from counters.
    private static (SummarySessions Sessions, SummaryRoutes Routes) OfTenant(Caller caller, INode node)
    {
        var configured = 0;
        var established = 0;
        foreach (var session in node.Bgp.Snapshot())
        {
            if (caller.Sees(session.Key.Tenant))
            {
                configured++;
                established += session.State == BgpState.Established ? 1 : 0;
            }
        }

        long stale = 0;
        var counts = new long[Families.Count];
        foreach (var table in node.Tables.All)
        {
            if (caller.Sees(table.Key.Tenant))
            {
                stale += table.StaleCount;
                foreach (var row in Families.Rows)
                {
                    counts[(int)row.Family] += table.Count(row.Family);
                }
            }
        }

        var routes = new SummaryRoutes(
            counts.Sum(),
            stale,
            counts[(int)Family.IPv4],
            counts[(int)Family.IPv6],
            Prefixes: null,
            AttributeSets: null,
            ByFamily(family => counts[(int)family]));
        return (new SummarySessions(configured, established), routes);
    }

    private static Dictionary<string, long> ByFamily(Func<Family, long> count) => Families.Rows
        .Select(row => (row.Name, Count: count(row.Family)))
        .Where(each => each.Count != 0)
        .ToDictionary(each => each.Name, each => each.Count);
}
