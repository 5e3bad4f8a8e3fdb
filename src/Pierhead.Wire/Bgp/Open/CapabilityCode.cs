namespace Pierhead.Wire.Bgp.Open;

/// <summary>Capability codes (IANA "Capability Codes"): those that Pierhead reads.</summary>
public static class CapabilityCode
{
    public const byte MultiProtocol = 1;
    public const byte RouteRefresh = 2;
    public const byte ExtendedNextHop = 5;
    public const byte ExtendedMessage = 6;
    public const byte MultipleLabels = 8;
    public const byte Role = 9;
    public const byte GracefulRestart = 64;
    public const byte FourOctetAsn = 65;
    public const byte AddPath = 69;
    public const byte EnhancedRouteRefresh = 70;
    public const byte LongLivedGracefulRestart = 71;
    public const byte Fqdn = 73;

    /// <summary>Route refresh as sent before RFC 2918, still sent beside it.</summary>
    public const byte RouteRefreshOld = 128;
}
