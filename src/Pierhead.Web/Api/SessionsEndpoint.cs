using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pierhead.Model.Ids;
using Pierhead.Sessions;
using Pierhead.Web.Contract;
using Pierhead.Web.Node;

namespace Pierhead.Web.Api;

/// <summary><c>GET /api/v1/sessions</c>.</summary>
internal static class SessionsEndpoint
{
    private static readonly string[] States = ["idle", "active", "opensent", "openconfirm", "established"];

    public static void MapSessions(this IEndpointRouteBuilder api) => api
        .MapGet("/sessions", List)
        .Produces<Page<Session>>()
        .WithSummary("Sessions in the order of tenant, device and address.")
        .WithTags("sessions");

    private static IResult List(
        HttpContext context, INode node, string? tenant, string? device, string? state, string? limit, string? cursor)
    {
        var (paging, problem) = Paging.Read(context.Caller(), tenant, limit, cursor);
        if (paging is null)
        {
            return problem!;
        }

        if (state is not null && !States.Contains(state))
        {
            return Problems.BadParameter("state", $"It is one of: {string.Join(", ", States)}.");
        }

        var items = new List<Session>();
        SessionKey? last = null;
        foreach (var session in node.Bgp.Snapshot())
        {
            if (!paging.Includes(session.Key.Tenant)
                || (paging.Cursor is { } after && session.Key <= after.Key)
                || (device is not null && session.Key.Device.Name != device)
                || (state is not null && SessionMapping.State(session) != state))
            {
                continue;
            }

            if (items.Count == paging.Limit)
            {
                return TypedResults.Ok(new Page<Session>(items, Cursor.After(last!.Value).ToString()));
            }

            items.Add(SessionMapping.ToContract(session, node.Configuration));
            last = session.Key;
        }

        return TypedResults.Ok(new Page<Session>(items, Next: null));
    }
}
