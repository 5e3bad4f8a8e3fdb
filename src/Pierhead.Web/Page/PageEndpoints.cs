using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pierhead.Web.Page;

/// <summary>The page at the node's address. It is the same for everybody and shows nothing by itself: its script asks the API.</summary>
public static class PageEndpoints
{
    // Everything comes from this node, nothing is inline, nobody may frame it; the forms never leave the script.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static readonly PageAsset[] Assets =
    [
        PageAsset.Load("/", "index.html", "text/html; charset=utf-8"),
        PageAsset.Load("/page/page.css", "page.css", "text/css; charset=utf-8"),
        PageAsset.Load("/page/page.js", "page.js", "text/javascript; charset=utf-8"),
        PageAsset.Load("/page/table.js", "table.js", "text/javascript; charset=utf-8"),
        PageAsset.Load("/page/api.js", "api.js", "text/javascript; charset=utf-8"),
        PageAsset.Load("/page/icon.svg", "icon.svg", "image/svg+xml"),
    ];

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        foreach (var asset in Assets)
        {
            routes.MapMethods(asset.Path, [HttpMethods.Get, HttpMethods.Head], context => Serve(context, asset))
                .AllowAnonymous()
                .ExcludeFromDescription();
        }
    }

    private static Task Serve(HttpContext context, PageAsset asset)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Asked about each time, so that an upgraded node is never shown by an old page.
        headers.CacheControl = "no-cache";
        return Results.Bytes(asset.Content, asset.ContentType, entityTag: asset.Tag).ExecuteAsync(context);
    }
}
