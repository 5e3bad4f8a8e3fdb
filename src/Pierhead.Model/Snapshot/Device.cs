using System.Collections.Immutable;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>A router of a tenant, validated. Immutable; a reload makes new ones.</summary>
/// <param name="Addresses">Where its sessions (and, unless <paramref name="Exporters"/> says otherwise, its flows) come from.</param>
/// <param name="TableFrom">A device of the same tenant whose table its flows use, when it has no session of its own.</param>
/// <param name="Exporters">Where its flows come from besides its addresses.</param>
/// <param name="Sampling">Packets per sampled packet, or null when the exporter says so itself.</param>
public sealed record Device(
    DeviceId Id,
    string? Site,
    string? Role,
    string? Description,
    ImmutableArray<Ip> Addresses,
    DeviceBgp Bgp,
    DeviceId? TableFrom,
    ImmutableArray<Ip> Exporters,
    int? Sampling,
    ImmutableArray<DeviceInterface> Interfaces)
{
    /// <summary>Whether sessions of this device are expected: one that takes its table from another has none.</summary>
    public bool HasSessions => TableFrom is null;
}
