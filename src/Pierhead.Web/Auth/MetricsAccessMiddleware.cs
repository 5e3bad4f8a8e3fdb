using Microsoft.AspNetCore.Http;
using Pierhead.Web.Api;

namespace Pierhead.Web.Auth;

/// <summary>Metrics carry the numbers of every tenant, so a tenant's token does not read them.</summary>
internal sealed class MetricsAccessMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase) && !context.Caller().IsPlatform
            ? Problems.Forbidden("Metrics are shown to the operator of the platform only.").ExecuteAsync(context)
            : next(context);
}
