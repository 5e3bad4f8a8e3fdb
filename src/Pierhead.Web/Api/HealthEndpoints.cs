using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pierhead.Web.Node;

namespace Pierhead.Web.Api;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it does its job, or says what it cannot do.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("ok\n"))
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .WithSummary("Liveness.")
            .WithTags("node");
        routes.MapGet("/readyz", Ready)
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain")
            .WithSummary("Readiness: 200, or 503 with a line for each reason.")
            .WithTags("node");
    }

    private static IResult Ready(INode node)
    {
        var reasons = node.NotReady();
        return reasons.Count == 0
            ? Results.Text("ready\n")
            : Results.Text(string.Join('\n', reasons) + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
