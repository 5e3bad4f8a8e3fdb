using Microsoft.AspNetCore.Http;
using Pierhead.Web.Auth;

namespace Pierhead.Web.Api;

internal static class CallerContext
{
    /// <summary>The caller that the middleware found; a protected path without one is a bug.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Items[typeof(Caller)] as Caller ?? throw new InvalidOperationException($"No caller was found for {context.Request.Path}.");
}
