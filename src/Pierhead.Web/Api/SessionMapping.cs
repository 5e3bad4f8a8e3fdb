using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions;
using Pierhead.Web.Contract;
using Pierhead.Wire.Bgp;

namespace Pierhead.Web.Api;

/// <summary>A session's status as the API words it.</summary>
internal static class SessionMapping
{
    /// <summary>One of <c>idle active opensent openconfirm established</c>.</summary>
    public static string State(SessionStatus session) => session.State.ToString().ToLowerInvariant();

    public static Session ToContract(SessionStatus session, Configuration configuration)
    {
        var (site, description) = Place(session.Key.Device, session, configuration);
        return new Session(
            session.Key.Tenant.Name,
            session.Key.Device.Name,
            session.Key.Address.ToString(),
            State(session),
            session.EstablishedAt,
            (int?)session.HoldTime?.TotalSeconds,
            [.. session.Families.Enumerate().Select(Families.Name)],
            Routes(session),
            session.UpdatesReceived,
            session.Flaps,
            session.LastError,
            site,
            description,
            session.RemoteAsn?.Value,
            session.LocalAsn?.Value,
            session.RouterId?.ToString(),
            session.Password,
            session.StaleRoutes,
            session.HeldOffUntil);
    }

    /// <summary>The unicast families always, the others where the session has them, or still has routes of them.</summary>
    private static Dictionary<string, long> Routes(SessionStatus session)
    {
        var routes = new Dictionary<string, long>();
        foreach (var row in Families.Rows)
        {
            var count = session.Routes(row.Family);
            if (row.Kind == NlriKind.Prefix || count != 0 || session.Families.Contains(row.Family))
            {
                routes[row.Name] = count;
            }
        }

        return routes;
    }

    private static (string? Site, string? Description) Place(DeviceId id, SessionStatus session, Configuration configuration)
    {
        if (configuration.TryDevice(id, out var device))
        {
            return (device.Site, device.Description);
        }

        return configuration.TryClaim(session.Key.Address, out var claim) ? (claim.Range?.Site, null) : (null, null);
    }
}
