using System.Collections.Immutable;
using System.Net;
using Pierhead.Model.Snapshot;
using Pierhead.Simulate.Replay;
using Pierhead.Simulate.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate;

/// <summary>One router to simulate: who it is, what it announces, and how it behaves. Announces <see cref="Table"/> or replays <see cref="Recording"/>.</summary>
public sealed record RouterPlan
{
    public static readonly TimeSpan DefaultHoldTime = TimeSpan.FromSeconds(90);

    public static readonly TimeSpan DefaultRestartTime = TimeSpan.FromSeconds(120);

    /// <summary>Its name in progress and events.</summary>
    public required string Name { get; init; }

    /// <summary>Where its session comes from; must be an address of this host.</summary>
    public required IPAddress LocalAddress { get; init; }

    public required Asn Asn { get; init; }

    /// <summary>BGP Identifier.</summary>
    public required Ip RouterId { get; init; }

    public FamilySet Families { get; init; } = FamilySet.Of(Family.IPv4, Family.IPv6);

    /// <summary>Offered hold time: 0 or at least 3 s.</summary>
    public TimeSpan HoldTime { get; init; } = DefaultHoldTime;

    /// <summary>TCP MD5 key (RFC 2385), or null.</summary>
    public Secret? Md5Key { get; init; }

    /// <summary>Whether messages of up to 65,535 octets are offered to be received (RFC 8654).</summary>
    public bool ExtendedMessages { get; init; }

    /// <summary>Restart Time of the graceful restart capability (RFC 4724); null not to offer it.</summary>
    public TimeSpan? GracefulRestart { get; init; } = DefaultRestartTime;

    /// <summary>Whether a session that ended is opened again, with back-off.</summary>
    public bool Reconnect { get; init; } = true;

    public RouteTable? Table { get; init; }

    /// <summary>Which part of the table.</summary>
    public TableSlice Slice { get; init; } = TableSlice.All;

    /// <summary>Next hops of the router's own, which its IPv4 routes are spread over. Not empty where it announces any.</summary>
    public ImmutableArray<Ip> NextHopsIPv4 { get; init; } = [];

    public ImmutableArray<Ip> NextHopsIPv6 { get; init; } = [];

    /// <summary>Where not null, routes carry this CLUSTER_LIST and an ORIGINATOR_ID for each next hop, as from a route reflector (RFC 4456).</summary>
    public Ip? ClusterId { get; init; }

    /// <summary>What the choices of its churn are made from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Route changes a second.</summary>
    public double ChurnPerSecond { get; init; }

    /// <summary>How long a session lasts before the router drops it without a word and comes back; null for ever.</summary>
    public TimeSpan? FlapInterval { get; init; }

    /// <summary>How long after it is established the first session is dropped, where that differs: routers need not flap in step.</summary>
    public TimeSpan? FirstFlap { get; init; }

    /// <summary>Share of its routes, 0 to 1, that it withdraws again once all are announced: the last ones.</summary>
    public double WithdrawShare { get; init; }

    /// <summary>In place of a table: recorded messages, sent as they are. Slices, next hops, churn and withdrawals do not touch them.</summary>
    public UpdateRecording? Recording { get; init; }

    /// <summary>How fast a recording is replayed: 1 as it was recorded, 10 ten times as fast, null as fast as the peer takes it.</summary>
    public double? Pace { get; init; }
}
