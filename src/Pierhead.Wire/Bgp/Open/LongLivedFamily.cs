namespace Pierhead.Wire.Bgp.Open;

/// <summary>A family of long-lived graceful restart.</summary>
/// <param name="Afi">Its AFI.</param>
/// <param name="Safi">Its SAFI.</param>
/// <param name="ForwardingPreserved">Whether forwarding state was kept across the restart (the F bit).</param>
/// <param name="StaleTime">Seconds, of 24 bits, for which its routes are kept beyond graceful restart.</param>
public readonly record struct LongLivedFamily(ushort Afi, byte Safi, bool ForwardingPreserved, uint StaleTime);
