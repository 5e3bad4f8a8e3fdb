using System.Collections.Immutable;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Simulation;

/// <summary>A router of the simulation.</summary>
/// <param name="Addresses">A session from each, one or more.</param>
public sealed record SimulatedDevice(DeviceId Id, ImmutableArray<Ip> Addresses);
