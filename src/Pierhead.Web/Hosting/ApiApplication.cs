using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Pierhead.Web.Api;
using Pierhead.Web.Auth;
using Pierhead.Web.Contract;
using Pierhead.Web.Metrics;
using Pierhead.Web.Node;
using Pierhead.Web.Page;

namespace Pierhead.Web.Hosting;

/// <summary>Composes the web application over a node: API, metrics, page. The host starts and stops it.</summary>
public static class ApiApplication
{
    /// <summary>Largest request body taken: the API's bodies are a few names.</summary>
    private const int MaximumRequestBytes = 64 * 1024;

    // By name: a pattern would bring the engine for regular expressions along.
    private static readonly string[] Meters = ["Pierhead.Node", "Pierhead.Sessions", "Pierhead.Checkpoint"];

    public static WebApplication Build(INode node, TimeProvider time, Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        logging(builder.Logging);
        if (node.Configuration.Node.Api.CertificatePath is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, node));
        builder.Services
            .AddSingleton(node)
            .AddSingleton(time)
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2))
            .AddSingleton<IHostLifetime, HostOwnedLifetime>()
            .AddSingleton<NodeMetrics>();
        ConfigureRequests(builder.Services);
        builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("pierhead", serviceVersion: node.Version)).WithMetrics(metrics => metrics
            .AddMeter([.. Meters])
            .AddPrometheusExporter(exporter => exporter.ScopeInfoEnabled = false));

        var app = builder.Build();
        _ = app.Services.GetRequiredService<NodeMetrics>();
        Configure(app, node);
        return app;
    }

    /// <summary>How requests are read, and what is wrong with them is said.</summary>
    internal static void ConfigureRequests(IServiceCollection services) => services
        .AddProblemDetails()
        .AddRateLimiter(PagesShare.Configure)
        .ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions))
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

    /// <summary>The endpoints that the API's description describes.</summary>
    internal static void MapApi(IEndpointRouteBuilder app)
    {
        app.MapHealth();
        app.MapPage();
        var api = app.MapGroup("/api/v1").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);
        api.MapSummary();
        api.MapSessions();
        api.MapRoutes();
        api.MapLookup();
        api.MapExport();
        api.MapUnknown();
        api.MapActions();
    }

    private static void Configure(WebApplication app, INode node)
    {
        app.UseExceptionHandler(errors => errors.Run(AnswerException));
        app.UseStatusCodePages();
        app.UseMiddleware<BadRequestMiddleware>();
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<MetricsAccessMiddleware>();
        app.UseRateLimiter();
        app.MapApiDescription(node);
        app.MapPrometheusScrapingEndpoint("/metrics");
        MapApi(app);
    }

    // What is wrong is ours: the framework logs it, and the caller is shown nothing of it.
    private static Task AnswerException(HttpContext context) => Results
        .Problem("The node's log has the details.", statusCode: StatusCodes.Status500InternalServerError, title: "The node failed to answer.")
        .ExecuteAsync(context);

    private static void ConfigureKestrel(KestrelServerOptions kestrel, INode node)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaximumRequestBytes;
        kestrel.Limits.MaxConcurrentConnections = 1_000;

        // Connections that ask nothing must not keep the others out, health checks among them.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        var api = node.Configuration.Node.Api;
        foreach (var endpoint in api.Listen)
        {
            kestrel.Listen(endpoint, listen =>
            {
                if (api.CertificatePath is not null)
                {
                    listen.UseHttps(TlsCertificate.Load(api));
                }
            });
        }
    }
}
