using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pierhead.Web.Contract;
using Pierhead.Web.Node;

namespace Pierhead.Web.Api;

/// <summary><c>GET /api/v1/unknown</c>: those that came and are no one's, so nobody's but the platform's operator to see.</summary>
internal static class UnknownEndpoint
{
    public static void MapUnknown(this IEndpointRouteBuilder api) => api
        .MapGet("/unknown", List)
        .Produces<Page<Unknown>>()
        .WithSummary("Addresses that opened a session and that no tenant claims, latest first.")
        .WithTags("sessions");

    private static IResult List(HttpContext context, INode node, string? limit)
    {
        if (!context.Caller().IsPlatform)
        {
            return Problems.Forbidden("Routers that no tenant claims are shown to the operator of the platform only.");
        }

        if (!Paging.TryLimit(limit, byDefault: 1_000, out var most))
        {
            return Problems.BadParameter("limit", Paging.LimitRule);
        }

        var items = node.Bgp.UnknownRouters.Snapshot()
            .Take(most)
            .Select(router => new Unknown(
                router.Address.ToString(), "bgp", router.Attempts, router.FirstSeen, router.LastSeen, router.Asn?.Value))
            .ToArray();
        return TypedResults.Ok(new Page<Unknown>(items, Next: null));
    }
}
