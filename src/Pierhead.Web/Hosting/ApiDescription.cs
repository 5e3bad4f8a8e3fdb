using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;
using Pierhead.Web.Api;
using Pierhead.Web.Node;

namespace Pierhead.Web.Hosting;

/// <summary>
/// <c>/openapi/v1.json</c>, made when it is first asked for: in an application of its own with the same endpoints, which serves nobody
/// and is thrown away. Most nodes are never asked, and are spared several megabytes.
/// </summary>
internal static class ApiDescription
{
    private const string DocumentName = "v1";

    public static void MapApiDescription(this IEndpointRouteBuilder app, INode node)
    {
        var document = new Lazy<Task<string>>(() => DescribeAsync(node));
        app.MapGet("/openapi/v1.json", async () => Results.Text(await document.Value.ConfigureAwait(false), "application/json"));
    }

    private static async Task<string> DescribeAsync(INode node)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services
            .AddSingleton<IServer, NoServer>()
            .AddSingleton<IHostLifetime, HostOwnedLifetime>()
            .AddSingleton(node)
            .AddSingleton(TimeProvider.System);
        ApiApplication.ConfigureRequests(builder.Services);
        builder.Services.AddOpenApi(DocumentName, options => options
            .AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "Pierhead";
                document.Info.Version = node.Version;
                return Task.CompletedTask;
            })
            .AddOperationTransformer((operation, _, _) =>
            {
                DescribeLimit(operation);
                return Task.CompletedTask;
            }));
        var app = builder.Build();
        await using var scope = app.ConfigureAwait(false);
        ApiApplication.MapApi(app);
        await app.StartAsync().ConfigureAwait(false);
        var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName);
        var document = await provider.GetOpenApiDocumentAsync().ConfigureAwait(false);
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1).ConfigureAwait(false);
    }

    /// <summary>A number, which the endpoints read as text: see <see cref="Paging.TryLimit"/>.</summary>
    private static void DescribeLimit(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.Name == "limit") ?? [])
        {
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = $"{Paging.MaximumLimit}" };
        }
    }

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
