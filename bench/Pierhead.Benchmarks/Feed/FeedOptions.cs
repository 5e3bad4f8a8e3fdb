using System.Net;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.Feed;

/// <summary>What the routers of one run are.</summary>
internal sealed record FeedOptions
{
    public required IPEndPoint Target { get; init; }

    public required int Routers { get; init; }

    /// <summary>Where the first router connects from; each next one from the next address.</summary>
    public required Ip FirstSource { get; init; }

    /// <summary>Routes of the whole table.</summary>
    public required int IPv4 { get; init; }

    public required int IPv6 { get; init; }

    /// <summary>Routes of each router, each another slice of the table; 0 for all of it.</summary>
    public int SliceIPv4 { get; init; }

    public int SliceIPv6 { get; init; }

    /// <summary>In how many orders whole tables are sent: routers share them, as memory is not without end.</summary>
    public int Orders { get; init; } = 8;

    public TimeSpan HoldTime { get; init; } = TimeSpan.FromSeconds(180);

    public string Corpus { get; init; } = "../shared/data";

    /// <summary>Octets given to the kernel at a time.</summary>
    public int SendOctets { get; init; } = 1 << 18;
}
