using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pierhead.Fabric.Announcing;
using Pierhead.Fabric.Health;
using Pierhead.Wire.Net;

namespace Pierhead.Hosting;

/// <summary>Answers how this node is, at its own addresses of the fabric, to the machines of the plan and to itself; others get 403.</summary>
internal static class HealthServer
{
    private const int MostConnections = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Composes it; the caller starts and stops it.</summary>
    /// <param name="place">The plan as it is now: who may ask. Addresses and port are those of the first moment.</param>
    public static WebApplication Build(Func<FabricPlace> place, VipHealth health)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            var (plan, node) = place();
            foreach (var address in node.Addresses)
            {
                kestrel.Listen(address.ToIPAddress(), plan.Health.Port);
            }
        });
        var app = builder.Build();
        app.Use(next => context => IsKnown(context.Connection.RemoteIpAddress, place()) ? next(context) : RefuseAsync(context));
        app.MapGet("/healthz", (RequestDelegate)(context => WordAsync(context, health)));
        app.MapGet("/v1/node", (RequestDelegate)(context => ReportAsync(context, health)));
        return app;
    }

    private static bool IsKnown(IPAddress? source, FabricPlace place) =>
        source is not null && (IPAddress.IsLoopback(source) || place.Knows(Ip.From(source)));

    private static Task RefuseAsync(HttpContext context) =>
        TextAsync(context, StatusCodes.Status403Forbidden, "only machines of fabric.yaml are answered");

    private static Task WordAsync(HttpContext context, VipHealth health)
    {
        var (isIn, text) = health.Word();
        return TextAsync(context, isIn ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, text);
    }

    private static Task ReportAsync(HttpContext context, VipHealth health)
    {
        if (health.Report() is not { } report)
        {
            return TextAsync(context, StatusCodes.Status503ServiceUnavailable, "it is not known which sessions this node holds: its API does not answer");
        }

        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, report, Json, context.RequestAborted);
    }

    private static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{text}\n", context.RequestAborted);
    }
}
