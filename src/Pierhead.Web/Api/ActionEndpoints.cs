using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions;
using Pierhead.Web.Contract;
using Pierhead.Web.Node;
using Pierhead.Wire.Net;

namespace Pierhead.Web.Api;

/// <summary>What an operator does to a running node: clear sessions, reload the tree.</summary>
internal static class ActionEndpoints
{
    public static void MapActions(this IEndpointRouteBuilder api)
    {
        api.MapPost("/sessions/clear", Clear)
            .Produces<ClearResult>()
            .WithSummary("Ends a device's sessions and lifts their hold-off, or (soft) asks for their routes again.")
            .WithTags("sessions");
        api.MapPost("/reload", Reload)
            .Produces<ReloadResult>()
            .WithSummary("Applies the changed configuration tree; an invalid one changes nothing.")
            .WithTags("node");
    }

    private static IResult Clear(HttpContext context, INode node, ClearRequest request)
    {
        var caller = context.Caller();
        if (caller.Role < AccessRole.Operator)
        {
            return Problems.Forbidden("Clearing a session needs a token of the role 'operator'.");
        }

        var (paging, problem) = Paging.Read(caller, request.Tenant, limit: null, cursor: null);
        if (paging is null)
        {
            return problem!;
        }

        if (string.IsNullOrEmpty(request.Device))
        {
            return Problems.BadParameter("device", "Name the device whose sessions are to be cleared.");
        }

        Ip address = default;
        if (request.Address is not null && !Ip.TryParse(request.Address, out address))
        {
            return Problems.BadParameter("address", $"'{request.Address}' is not an IPv4 or IPv6 address.");
        }

        var sessions = node.Bgp.Snapshot()
            .Where(s => paging.Includes(s.Key.Tenant) && s.Key.Device.Name == request.Device)
            .Where(s => request.Address is null || s.Key.Address == address)
            .ToArray();
        if (sessions.Select(s => s.Key.Tenant).Distinct().Count() > 1)
        {
            return Problems.BadParameter("tenant", $"Several tenants have a device '{request.Device}'; name the tenant.");
        }

        if (sessions.Length == 0)
        {
            return Problems.NotFound($"No session of a device '{request.Device}' is known; 'pierhead sessions' lists them.");
        }

        var kind = request.Soft ? ClearKind.Soft : ClearKind.Hard;
        return TypedResults.Ok(new ClearResult(sessions.Sum(s => node.Bgp.Clear(s.Key, kind))));
    }

    private static IResult Reload(HttpContext context, INode node)
    {
        var caller = context.Caller();
        return caller.IsPlatform && caller.Role >= AccessRole.Admin
            ? TypedResults.Ok(node.Reload())
            : Problems.Forbidden("Reloading the tree needs a token of the role 'admin' for all tenants.");
    }
}
