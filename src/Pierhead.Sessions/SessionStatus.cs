using Pierhead.Model.Ids;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions;

/// <summary>A session as it was when it was asked for; counts of routes are those of the moment they are read.</summary>
/// <param name="HoldTime">As negotiated; null while not established.</param>
/// <param name="Families">As negotiated; empty while not established.</param>
/// <param name="Flaps">How often it was lost after it had been established.</param>
/// <param name="LastError">Why it last ended or was refused, a hint for one that never connected, or null.</param>
/// <param name="RouterId">The router's BGP Identifier, while connected.</param>
/// <param name="Password">Whether TCP MD5 is in force.</param>
/// <param name="HeldOffUntil">Until when it is refused for passing its maximum of prefixes.</param>
/// <param name="LostAt">Since when its routes are stale; null while established or without any.</param>
/// <param name="FromRange">Made by an <c>accept</c> range rather than by an entry of its own.</param>
/// <param name="RouteRefresh">Whether the router can be asked for its routes again.</param>
public sealed record SessionStatus(
    SessionKey Key,
    BgpState State,
    DateTimeOffset? EstablishedAt,
    TimeSpan? HoldTime,
    FamilySet Families,
    long UpdatesReceived,
    long Flaps,
    string? LastError,
    Asn? RemoteAsn,
    Asn? LocalAsn,
    Ip? RouterId,
    bool Password,
    DateTimeOffset? HeldOffUntil,
    DateTimeOffset? LostAt,
    bool FromRange,
    bool RouteRefresh)
{
    internal IAdjRibIn? Table { get; init; }

    /// <summary>Paths held, stale ones included.</summary>
    public long Routes(Family family) => Table?.Count(family) ?? 0;

    /// <summary>Paths held that are stale.</summary>
    public long StaleRoutes => Table?.StaleCount ?? 0;
}
