namespace Pierhead.Web.Contract;

/// <summary>An item of <c>GET /api/v1/sessions</c>.</summary>
/// <param name="State"><c>idle active opensent openconfirm established</c>.</param>
/// <param name="EstablishedAt">When the present session was established, or null.</param>
/// <param name="HoldTime">Seconds, as negotiated; null while not established.</param>
/// <param name="Families">Negotiated families; empty while not established.</param>
/// <param name="Routes">Paths held for each family, stale ones included.</param>
/// <param name="Flaps">How often an established session was lost.</param>
/// <param name="LastError">Why the last session ended or was refused, a hint for one that never connected, or null.</param>
public sealed record Session(
    string Tenant,
    string Device,
    string Address,
    string State,
    DateTimeOffset? EstablishedAt,
    int? HoldTime,
    IReadOnlyList<string> Families,
    IReadOnlyDictionary<string, long> Routes,
    long UpdatesReceived,
    long Flaps,
    string? LastError,
    string? Site,
    string? Description,
    uint? RemoteAsn,
    uint? LocalAsn,
    string? RouterId,
    bool Password,
    long StaleRoutes,
    DateTimeOffset? HeldOffUntil);
