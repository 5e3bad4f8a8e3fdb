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
            totals.Routes, totals.Stale, totals.Of(Family.IPv4), totals.Of(Family.IPv6), totals.Prefixes, totals.AttributeSets);
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

        long total = 0, stale = 0, ipv4 = 0, ipv6 = 0;
        foreach (var table in node.Tables.All)
        {
            if (caller.Sees(table.Key.Tenant))
            {
                stale += table.StaleCount;
                ipv4 += table.Count(Family.IPv4);
                ipv6 += table.Count(Family.IPv6);
                foreach (var row in Families.Rows)
                {
                    total += table.Count(row.Family);
                }
            }
        }

        return (new SummarySessions(configured, established), new SummaryRoutes(total, stale, ipv4, ipv6, Prefixes: null, AttributeSets: null));
    }
}
