namespace Pierhead.Wire.Bgp.Flowspec;

/// <summary>Types of the components of a rule (RFC 8955 section 4.2.2, RFC 8956 section 3).</summary>
public enum FlowspecType : byte
{
    DestinationPrefix = 1,
    SourcePrefix = 2,

    /// <summary>The protocol of IPv4, the upper-layer protocol of IPv6.</summary>
    Protocol = 3,
    Port = 4,
    DestinationPort = 5,
    SourcePort = 6,
    IcmpType = 7,
    IcmpCode = 8,
    TcpFlags = 9,
    PacketLength = 10,
    Dscp = 11,
    Fragment = 12,

    /// <summary>Of IPv6 only.</summary>
    FlowLabel = 13,
}
