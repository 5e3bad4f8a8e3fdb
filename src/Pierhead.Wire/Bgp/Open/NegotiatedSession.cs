using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>What two OPEN messages come to: immutable for the life of the session.</summary>
/// <param name="Context">How UPDATE messages from the peer are read. Its families may be none: the two have nothing in common.</param>
/// <param name="HoldTime">Hold Time in seconds, the lesser of the two; 0: neither hold timer nor keepalives.</param>
/// <param name="LocalAsn">Our AS number.</param>
/// <param name="RemoteAsn">The peer's AS number.</param>
/// <param name="RemoteId">The peer's BGP Identifier.</param>
/// <param name="ExtendedMessageReceive">Whether the peer may send messages of up to 65535 octets (RFC 8654).</param>
/// <param name="ExtendedMessageSend">Whether we may.</param>
/// <param name="RouteRefresh">Whether the peer understands ROUTE-REFRESH (RFC 2918).</param>
/// <param name="EnhancedRouteRefresh">Whether both mark beginning and end of a refresh (RFC 7313).</param>
/// <param name="AddPathSend">Families in which what we send carries path identifiers (RFC 7911).</param>
/// <param name="GracefulRestart">The peer's graceful restart capability.</param>
/// <param name="LongLivedGracefulRestart">The same of long-lived graceful restart; counts only beside the other (RFC 9494).</param>
/// <param name="RemoteName">The peer's name, where it told it.</param>
/// <param name="GracefulNotification">Whether both have the N bit: graceful restart follows NOTIFICATIONs too (RFC 8538).</param>
public sealed record NegotiatedSession(
    DecodeContext Context,
    ushort HoldTime,
    Asn LocalAsn,
    Asn RemoteAsn,
    Ip RemoteId,
    bool ExtendedMessageReceive,
    bool ExtendedMessageSend,
    bool RouteRefresh,
    bool EnhancedRouteRefresh,
    FamilySet AddPathSend,
    GracefulRestartCapability? GracefulRestart,
    LongLivedGracefulRestartCapability? LongLivedGracefulRestart,
    string? RemoteName,
    bool GracefulNotification = false)
{
    /// <summary>The greatest Length accepted from the peer.</summary>
    public int MaximumReceiveLength => ExtendedMessageReceive ? MessageFramer.ExtendedMaximumLength : MessageFramer.MaximumLength;

    /// <summary>The greatest Length that may be sent.</summary>
    public int MaximumSendLength => ExtendedMessageSend ? MessageFramer.ExtendedMaximumLength : MessageFramer.MaximumLength;
}
