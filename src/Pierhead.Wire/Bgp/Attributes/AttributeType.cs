namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>Type codes of path attributes (IANA "BGP Path Attributes"): those that Pierhead reads or checks.</summary>
public static class AttributeType
{
    public const byte Origin = 1;
    public const byte AsPath = 2;
    public const byte NextHop = 3;
    public const byte MultiExitDisc = 4;
    public const byte LocalPref = 5;
    public const byte AtomicAggregate = 6;
    public const byte Aggregator = 7;
    public const byte Communities = 8;
    public const byte OriginatorId = 9;
    public const byte ClusterList = 10;
    public const byte MpReachNlri = 14;
    public const byte MpUnreachNlri = 15;
    public const byte ExtendedCommunities = 16;
    public const byte As4Path = 17;
    public const byte As4Aggregator = 18;
    public const byte PmsiTunnel = 22;
    public const byte IPv6ExtendedCommunities = 25;
    public const byte Aigp = 26;
    public const byte LargeCommunities = 32;
    public const byte BgpsecPath = 33;
    public const byte OnlyToCustomer = 35;
}
