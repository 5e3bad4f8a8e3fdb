using Pierhead.Wire.Bgp.Notification;

namespace Pierhead.Simulate;

/// <summary>A NOTIFICATION that a router received, and when.</summary>
public sealed record ReceivedNotification(NotificationMessage Message, DateTimeOffset At);
