using Pierhead.Model.Ids;

namespace Pierhead.Fabric.Placement;

/// <summary>A device to be pinned: all its addresses go to one node.</summary>
/// <param name="Cost">What it is worth against others, at least 1: its sessions, or its routes.</param>
public readonly record struct PinDevice(DeviceId Id, long Cost = 1);
