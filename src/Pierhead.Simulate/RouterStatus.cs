using System.Net;

namespace Pierhead.Simulate;

/// <summary>How a simulated router is doing.</summary>
/// <param name="EstablishedAt">Since when the session is up, or null.</param>
/// <param name="AnnouncedAt">When all that the session began with, End-of-RIB included, was handed to the kernel, or null.</param>
/// <param name="RoutesAnnounced">Prefixes announced so far, over all sessions.</param>
/// <param name="RoutesWithdrawn">Prefixes withdrawn so far.</param>
/// <param name="RoutesHeld">Prefixes that the peer holds if it took everything; null where a recording is replayed.</param>
/// <param name="Sessions">How many sessions have been established so far.</param>
/// <param name="LastError">Why the last session or attempt ended, or null.</param>
public sealed record RouterStatus(
    string Name,
    IPAddress LocalAddress,
    RouterState State,
    DateTimeOffset? EstablishedAt,
    DateTimeOffset? AnnouncedAt,
    long RoutesAnnounced,
    long RoutesWithdrawn,
    long? RoutesHeld,
    long UpdatesSent,
    long OctetsSent,
    int Sessions,
    ReceivedNotification? LastNotification,
    string? LastError);
