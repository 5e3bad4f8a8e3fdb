using Pierhead.Model.Ids;

namespace Pierhead.Model.Snapshot;

/// <summary>Who claims a source address.</summary>
/// <param name="Device">The device; for an address of a range, the one named by the address.</param>
/// <param name="Bgp">The session settings that apply.</param>
/// <param name="Range">The range it was found by, or null for a device of its own entry.</param>
public readonly record struct Claim(DeviceId Device, DeviceBgp Bgp, AcceptRange? Range);
