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

    private static IResult List(HttpContext context, INode node, int? limit)
    {
        if (!context.Caller().IsPlatform)
        {
            return Problems.Forbidden("Routers that no tenant claims are shown to the operator of the platform only.");
        }

        if (limit is < 1 or > Paging.MaximumLimit)
        {
            return Problems.BadParameter("limit", $"It is a number from 1 to {Paging.MaximumLimit}.");
        }

        var items = node.Bgp.UnknownRouters.Snapshot()
            .Take(limit ?? 1_000)
            .Select(router => new Unknown(
                router.Address.ToString(), "bgp", router.Attempts, router.FirstSeen, router.LastSeen, router.Asn?.Value))
            .ToArray();
        return TypedResults.Ok(new Page<Unknown>(items, Next: null));
    }
}
