using System.Net;

namespace Pierhead.Sessions;

/// <summary>How the node's BGP side runs; the defaults are right for a node, tests shorten times.</summary>
public sealed record BgpServerOptions
{
    /// <summary>Where to listen instead of the configuration's <c>bgp.listen</c>; port 0 lets the kernel choose.</summary>
    public IReadOnlyList<IPEndPoint>? ListenEndpoints { get; init; }

    /// <summary>Threads that sessions are spread over.</summary>
    public int Lanes { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Listening sockets of each endpoint, a power of two: each takes its share of the source addresses, and holds the MD5 keys of those.
    /// </summary>
    public int ListenerShards { get; init; } = 64;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How often the timers of all sessions are looked at.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How late a lane's heartbeat may be before the node says that it is not ready.</summary>
    public TimeSpan LaneStuckAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Octets a session may have decoded before its lane looks at others.</summary>
    public int ReceiveShare { get; init; } = 256 * 1024;

    /// <summary>
    /// Restart Time that we advertise (RFC 4724 section 3): how long a router keeps what we announced when the node is gone. At most
    /// 4,095 seconds. OPENs within this time of the start have the R bit.
    /// </summary>
    public TimeSpan RestartTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an enhanced route refresh may take until what did not come again is dropped all the same (RFC 7313 section 4.2).</summary>
    public TimeSpan RefreshTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Routes and rules that may be announced to one session.</summary>
    public int AnnouncementLimit { get; init; } = 10_000;

    /// <summary>RFC 9687's SendHoldTime; null for its default, the greater of 8 minutes and twice the negotiated hold time.</summary>
    public TimeSpan? SendHoldTime { get; init; }

    /// <summary>How long an established connection has to acknowledge a KEEPALIVE when its router opens another one.</summary>
    public TimeSpan ChallengeTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection stays half-closed after our NOTIFICATION, so that a reset does not overtake it.</summary>
    public TimeSpan LingerTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many rejected strangers may linger at a time; past it they are closed at once.</summary>
    public int LingerLimit { get; init; } = 1024;

    /// <summary>How many strangers are remembered.</summary>
    public int UnknownRouterLimit { get; init; } = 10_000;

    /// <summary>How long <see cref="BgpServer.StopAsync"/> waits for the last NOTIFICATIONs to leave.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(2);
}
