namespace Pierhead.Wire.Bgp;

/// <summary>Message types of RFC 4271 section 4.1 and RFC 2918.</summary>
public enum BgpMessageType : byte
{
    Open = 1,
    Update = 2,
    Notification = 3,
    Keepalive = 4,
    RouteRefresh = 5,
}
