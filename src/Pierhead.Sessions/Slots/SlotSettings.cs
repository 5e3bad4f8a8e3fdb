using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Slots;

/// <summary>What a session is run with. Compared by content: a reload touches the session only when this changed.</summary>
/// <param name="Bgp">The device's or range's settings.</param>
/// <param name="RouterId">Our BGP Identifier.</param>
internal sealed record SlotSettings(DeviceBgp Bgp, Ip RouterId)
{
    /// <summary>Whether the two differ only in what is ours alone to act on, so that a session goes on under the other.</summary>
    internal bool IsSameToRouter(SlotSettings other) =>
        this with { Bgp = Bgp with { KeepStale = other.Bgp.KeepStale, Mitigation = other.Bgp.Mitigation } } == other;
}
