using System.Net;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate;

/// <summary>
/// What <c>pierhead simulate</c> can be asked for; <see cref="SimulationPlans.From"/> makes the plan. The routes come from
/// <see cref="MrtFile"/>, else <see cref="AsnCsv"/>, else <see cref="PrefixFiles"/>, else <see cref="Seed"/>.
/// </summary>
public sealed record SimulateOptions
{
    /// <summary>The daemon to connect to.</summary>
    public IPEndPoint Target { get; init; } = new(IPAddress.Loopback, 179);

    /// <summary>How many routers.</summary>
    public int Routers { get; init; } = 1;

    /// <summary>Where the first router connects from; each next one from the next address.</summary>
    public IPAddress FirstLocalAddress { get; init; } = new([127, 1, 0, 1]);

    /// <summary>The routers' AS; a recording's own where null and it has one, else 64500.</summary>
    public Asn? Asn { get; init; }

    /// <summary>Hold time to offer; a recording's own where null and it has one, else 90 s.</summary>
    public TimeSpan? HoldTime { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>The file <c>asn-ipv4.csv</c> or <c>asn-ipv6.csv</c> of the npm package @ip-location-db/asn, or the folder with both.</summary>
    public string? AsnCsv { get; init; }

    /// <summary>Files of prefixes, plain or gzip: <c>address length asn</c>, or one prefix a line.</summary>
    public IReadOnlyList<string> PrefixFiles { get; init; } = [];

    /// <summary>IPv4 routes of the table: of a seed by default 1,000,000, of a file all it has.</summary>
    public int? IPv4Count { get; init; }

    /// <summary>IPv6 routes of the table: of a seed by default 200,000, of a file all it has.</summary>
    public int? IPv6Count { get; init; }

    /// <summary>IPv4 routes that each router announces; null for the whole table.</summary>
    public int? SliceIPv4 { get; init; }

    /// <summary>IPv6 routes that each router announces; null for the whole table.</summary>
    public int? SliceIPv6 { get; init; }

    /// <summary>Share of a router's slice, 0 to 1, that the next router announces too.</summary>
    public double Overlap { get; init; }

    /// <summary>Next hops that each router has of its own.</summary>
    public int NextHops { get; init; } = 8;

    /// <summary>Whether routes carry ORIGINATOR_ID and CLUSTER_LIST.</summary>
    public bool Reflected { get; init; }

    /// <summary>Route changes a second, of each router.</summary>
    public double ChurnPerSecond { get; init; }

    /// <summary>How long a session lasts before its router drops it and comes back; the routers take turns.</summary>
    public TimeSpan? FlapInterval { get; init; }

    /// <summary>Share of its routes, 0 to 1, that each router withdraws after it has announced all.</summary>
    public double WithdrawShare { get; init; }

    public Secret? Md5Key { get; init; }

    public bool ExtendedMessages { get; init; }

    public bool Reconnect { get; init; } = true;

    /// <summary>An MRT file, plain or gzip: recorded UPDATE messages to replay, or a dumped RIB to announce as a table.</summary>
    public string? MrtFile { get; init; }

    /// <summary>The peer of the MRT file whose routes are taken; null for the first.</summary>
    public Ip? MrtPeer { get; init; }

    /// <summary>How fast recorded messages are replayed: 1 as recorded, 10 ten times as fast, null as fast as they are taken.</summary>
    public double? Pace { get; init; }
}
