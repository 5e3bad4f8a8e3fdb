using Microsoft.AspNetCore.Http;
using Pierhead.Control.Tokens;
using Pierhead.Model.Snapshot;
using Pierhead.Web.Api;
using Pierhead.Web.Node;

namespace Pierhead.Web.Auth;

/// <summary>
/// Finds out who calls, before anything that shows data. Paths that show none of it (liveness, readiness, the page's own files,
/// the API's description) pass without.
/// </summary>
internal sealed class CallerMiddleware(RequestDelegate next, INode node)
{
    // One reference: a table and the settings it was made of cannot come apart, whichever thread writes last.
    private volatile TokensOf? _tokens;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsProtected(context.Request.Path))
        {
            await next(context);
            return;
        }

        var settings = node.Configuration.Node.Api;
        if (settings.Tokens is null)
        {
            if (IsCrossSite(context.Request))
            {
                await Problems.Forbidden("Requests from other web sites are refused.").ExecuteAsync(context);
                return;
            }

            context.Items[typeof(Caller)] = Caller.Loopback;
            await next(context);
            return;
        }

        if (!TryReadToken(context.Request, out var presented) || !Table(settings).TryMatch(presented, out var token))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"pierhead\"";
            await Problems.Unauthorized().ExecuteAsync(context);
            return;
        }

        context.Items[typeof(Caller)] = new Caller(token.Name, token.Role, token.Tenant);
        await next(context);
    }

    private static bool IsProtected(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);

    // Without tokens the loopback address is the only guard, and a browser on this machine is on loopback too. A page of another
    // site shows itself by its Origin, and one that rebinds its own name to 127.0.0.1 by the Host it was asked for.
    private static bool IsCrossSite(HttpRequest request)
    {
        var host = request.Host.Host;
        var isLocalHost = host.Length == 0
            || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || System.Net.IPAddress.TryParse(host.Trim('[', ']'), out _);
        return !isLocalHost
            || (request.Headers.Origin is [{ Length: > 0 } origin] && origin != $"{request.Scheme}://{request.Host}");
    }

    private static bool TryReadToken(HttpRequest request, out string token)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : string.Empty;
        return token.Length > 0;
    }

    /// <summary>Made again after a reload; two threads may both make it, which is harmless.</summary>
    private TokenTable Table(ApiSettings settings)
    {
        var tokens = _tokens;
        if (tokens is null || !ReferenceEquals(tokens.Settings, settings))
        {
            _tokens = tokens = new TokensOf(settings, new TokenTable(settings.Tokens!.Value));
        }

        return tokens.Table;
    }

    private sealed record TokensOf(ApiSettings Settings, TokenTable Table);
}
