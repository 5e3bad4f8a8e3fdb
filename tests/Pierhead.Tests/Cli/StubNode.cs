using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pierhead.Web.Contract;
using Pierhead.Web.Page;

namespace Pierhead.Tests.Cli;

/// <summary>A node's API on a loopback port: the contract's shapes with data that a test sets, and a record of what was asked.</summary>
internal sealed class StubNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubNode(WebApplication app) => _app = app;

    public string Address { get; private set; } = "";

    /// <summary>The token that is asked for, or null for none.</summary>
    public string? Token { get; set; }

    public Summary Summary { get; set; } = Samples.Summary;

    public List<Session> Sessions { get; } = [];

    public List<Route> Routes { get; } = [];

    public List<Unknown> Unknown { get; } = [];

    public ClearResult Cleared { get; set; } = new(1);

    public ReloadResult Reloaded { get; set; } = new(true, [], []);

    /// <summary>In place of every answer of the API.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>Largest page; the real node has one too.</summary>
    public int PageSize { get; set; } = 1_000;

    /// <summary>Method, path and query of every request to the API, in order, with the body where there was one.</summary>
    public List<string> Asked { get; } = [];

    public static async Task<StubNode> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        var app = builder.Build();
        var node = new StubNode(app);
        app.MapPage();
        node.Map(app);
        await app.StartAsync();
        node.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Stops answering, as a node that went away.</summary>
    public Task StopAsync() => _app.StopAsync();

    private void Map(WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.Use(GuardAsync));
        app.MapGet("/api/v1/summary", () => Summary);
        app.MapGet("/api/v1/sessions", (int? limit, string? cursor) => Paged(Sessions, limit, cursor));
        app.MapGet("/api/v1/routes", (int? limit, string? cursor) => Paged(Routes, limit, cursor));
        app.MapGet("/api/v1/lookup", () => new Page<Route>(Routes, null));
        app.MapGet("/api/v1/unknown", () => new Page<Unknown>(Unknown, null));
        app.MapPost("/api/v1/sessions/clear", (ClearRequest request) => Cleared);
        app.MapPost("/api/v1/reload", () => Reloaded);
    }

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync();
        context.Request.Body.Position = 0;
        lock (Asked)
        {
            Asked.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {body}".TrimEnd());
        }

        if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            await Results.Problem("Send a token.", statusCode: StatusCodes.Status401Unauthorized, title: "A token is needed.").ExecuteAsync(context);
        }
        else if (Instead is { } instead)
        {
            await instead(context);
        }
        else
        {
            await next(context);
        }
    }

    private Page<T> Paged<T>(List<T> all, int? limit, string? cursor)
    {
        var from = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        var items = all.Skip(from).Take(Math.Min(limit ?? PageSize, PageSize)).ToArray();
        var end = from + items.Length;
        return new Page<T>(items, end < all.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    }
}
