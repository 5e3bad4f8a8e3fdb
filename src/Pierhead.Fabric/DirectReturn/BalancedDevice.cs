using System.Collections.Immutable;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>The unit of placement: a device with every address that its sessions and its flows come from.</summary>
public sealed record BalancedDevice(DeviceId Id, ImmutableArray<Ip> Sources);
