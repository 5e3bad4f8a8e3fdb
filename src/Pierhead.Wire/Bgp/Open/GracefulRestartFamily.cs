namespace Pierhead.Wire.Bgp.Open;

/// <summary>A family of graceful restart.</summary>
/// <param name="Afi">Its AFI.</param>
/// <param name="Safi">Its SAFI.</param>
/// <param name="ForwardingPreserved">Whether forwarding state was kept across the restart (the F bit).</param>
public readonly record struct GracefulRestartFamily(ushort Afi, byte Safi, bool ForwardingPreserved);
