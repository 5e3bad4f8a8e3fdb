using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>One peer of a <see cref="PeerIndexTable"/>.</summary>
/// <param name="Identifier">Its BGP identifier, as an IPv4 address.</param>
/// <param name="Address">Its address; its family says nothing about that of its routes.</param>
/// <param name="Asn">Its AS.</param>
/// <param name="FourOctetAsn">Whether the AS stands in four octets. Attributes have AS numbers of four octets either way.</param>
public readonly record struct MrtPeer(Ip Identifier, Ip Address, Asn Asn, bool FourOctetAsn = true);
