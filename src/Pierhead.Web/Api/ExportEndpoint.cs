using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Pierhead.Model.Ids;
using Pierhead.Routing;
using Pierhead.Web.Node;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Web.Api;

/// <summary>
/// <c>GET /api/v1/export/mrt</c>: a device's tables as an MRT file (TABLE_DUMP_V2), written while they are walked page by page: neither memory
/// nor a session waits for a caller who reads slowly. What is stale is in it too.
/// </summary>
internal static class ExportEndpoint
{
    private const int RoutesAtATime = 1_000;
    private const int ScanStep = 65_536;

    public static void MapExport(this IEndpointRouteBuilder api) => api
        .MapGet("/export/mrt", Export)
        .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .RequireRateLimiting(PagesShare.Policy)
        .WithSummary("The tables of a device as an MRT file (TABLE_DUMP_V2, RFC 6396), stale routes included.")
        .WithTags("routes");

    private static IResult Export(HttpContext context, INode node, TimeProvider time, string? tenant, string? device, string? address)
    {
        var (paging, problem) = Paging.Read(context.Caller(), tenant, limit: null, cursor: null);
        if (paging is null)
        {
            return problem!;
        }

        if (device is null)
        {
            return Problems.BadParameter("device", "It names the device whose tables are wanted.");
        }

        Ip? only = null;
        if (address is not null)
        {
            if (!Ip.TryParse(address, out var ip))
            {
                return Problems.BadParameter("address", $"'{address}' is not an IPv4 or IPv6 address.");
            }

            only = ip;
        }

        var tables = node.Tables.All.Where(table =>
            paging.Includes(table.Key.Tenant) && table.Key.Device.Name == device && (only is null || table.Key.Address == only)).ToArray();
        if (tables.Length == 0)
        {
            return Problems.NotFound($"There is no session of a device '{device}'{(only is null ? "" : $" from {only}")}.");
        }

        return tables.Select(table => table.Key.Tenant).Distinct().Count() > 1
            ? Problems.BadParameter("tenant", $"Several tenants have a device '{device}'; name the one that is meant.")
            : TypedResults.Stream(stream => WriteAsync(tables, node, time.GetUtcNow(), stream, context), "application/octet-stream", $"{device}.mrt");
    }

    private static async Task WriteAsync(AdjRibIn[] tables, INode node, DateTimeOffset now, Stream stream, HttpContext context)
    {
        // Records are small and many: they are gathered here, and leave without blocking a thread.
        using var buffer = new MemoryStream();
        var dump = new RibDump(
            buffer, now, node.Configuration.Node.RouterId, node.Configuration.Node.Name, [.. tables.Select(table => Peer(table.Key, node))]);
        for (var index = 0; index < tables.Length; index++)
        {
            foreach (var row in Families.Rows)
            {
                for (long position = 0; position >= 0;)
                {
                    var page = tables[index].Walk(row.Family, RouteFilter.All, position, RoutesAtATime, ScanStep);
                    foreach (var route in page.Routes)
                    {
                        _ = dump.Add(MrtRoute.Of(route, (ushort)index));
                    }

                    position = page.Next;
                    await FlushAsync(buffer, stream, context.RequestAborted);
                }
            }
        }

        dump.Complete();
        await FlushAsync(buffer, stream, context.RequestAborted);
    }

    private static async Task FlushAsync(MemoryStream buffer, Stream stream, CancellationToken aborted)
    {
        await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), aborted);
        buffer.SetLength(0);
    }

    private static MrtPeer Peer(SessionKey key, INode node)
    {
        var session = node.Bgp.Find(key);
        return new MrtPeer(session?.RouterId ?? Ip.FromV4(0), key.Address, session?.RemoteAsn ?? new Asn(0));
    }
}
