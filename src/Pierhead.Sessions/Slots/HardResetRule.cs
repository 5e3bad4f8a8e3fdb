using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;

namespace Pierhead.Sessions.Slots;

/// <summary>
/// Which of our NOTIFICATIONs end a session with the N bit for good (RFC 8538 section 3.1): those after which the router is not to wait for us
/// with what we announced. Any other lets graceful restart begin. Pure.
/// </summary>
internal static class HardResetRule
{
    /// <summary>
    /// The node stops, or the router is its own no more, or was cut off, or an operator cleared the session. A changed setting or a fault
    /// in a message are over when the router is back.
    /// </summary>
    internal static bool Applies(NotificationMessage notification) => notification is
    {
        Code: ErrorCode.Cease,
        Subcode: CeaseError.MaximumNumberOfPrefixesReached or CeaseError.AdministrativeShutdown or CeaseError.PeerDeconfigured
            or CeaseError.AdministrativeReset,
    };

    /// <summary>What goes out: inside a Hard Reset where the rule applies and both sides have the N bit.</summary>
    internal static NotificationMessage Wrap(NotificationMessage notification, bool gracefulNotification) =>
        gracefulNotification && Applies(notification) ? NotificationMessage.HardReset(notification) : notification;
}
