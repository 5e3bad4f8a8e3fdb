using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Slots;

/// <summary>What a session is run with. Compared by content: a reload touches the session only when this changed.</summary>
/// <param name="Bgp">The device's or range's settings.</param>
/// <param name="RouterId">Our BGP Identifier.</param>
internal sealed record SlotSettings(DeviceBgp Bgp, Ip RouterId);
