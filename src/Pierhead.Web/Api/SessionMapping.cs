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
            Families.Rows.Where(row => row.Supported).ToDictionary(row => row.Name, row => session.Routes(row.Family)),
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

    private static (string? Site, string? Description) Place(DeviceId id, SessionStatus session, Configuration configuration)
    {
        if (configuration.TryDevice(id, out var device))
        {
            return (device.Site, device.Description);
        }

        return configuration.TryClaim(session.Key.Address, out var claim) ? (claim.Range?.Site, null) : (null, null);
    }
}
