namespace Pierhead.Wire.Bgp.Open;

/// <summary>A family whose next hops may be of another address family.</summary>
/// <param name="Afi">AFI of the NLRI.</param>
/// <param name="Safi">SAFI of the NLRI, two octets here.</param>
/// <param name="NextHopAfi">AFI of the next hop.</param>
public readonly record struct ExtendedNextHop(ushort Afi, ushort Safi, ushort NextHopAfi);
