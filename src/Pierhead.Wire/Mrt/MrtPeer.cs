using Pierhead.Wire.Net;

namespace Pierhead.Wire.Mrt;

/// <summary>One peer of a <see cref="PeerIndexTable"/>.</summary>
public readonly record struct MrtPeer(Ip Identifier, Ip Address, Asn Asn);
