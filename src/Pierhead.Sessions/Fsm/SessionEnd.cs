using System.Globalization;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;

namespace Pierhead.Sessions.Fsm;

/// <summary>Who ended a connection, and so what is still said on it.</summary>
internal enum SessionEndCause : byte
{
    /// <summary>We did, by a NOTIFICATION.</summary>
    NotificationSent,

    /// <summary>The router did, by a NOTIFICATION.</summary>
    NotificationReceived,

    /// <summary>The transport connection ended without one.</summary>
    ConnectionLost,

    /// <summary>We did, saying nothing.</summary>
    Silent,
}

/// <summary>Why a connection ended: one value for the NOTIFICATION, the log, the metric and the API.</summary>
/// <param name="Cause">Who ended it.</param>
/// <param name="Text">The whole reason for people.</param>
/// <param name="Notification">What was sent or received, if anything.</param>
internal sealed record SessionEnd(SessionEndCause Cause, string Text, NotificationMessage? Notification = null)
{
    internal static readonly SessionEnd HoldTimerExpired = new(
        SessionEndCause.NotificationSent, "hold timer expired", new NotificationMessage(ErrorCode.HoldTimerExpired, 0));

    internal static readonly SessionEnd NoOpen = new(
        SessionEndCause.NotificationSent, "no OPEN came within 4 minutes", new NotificationMessage(ErrorCode.HoldTimerExpired, 0));

    /// <summary>RFC 9687 section 3.2: with the output stuck a NOTIFICATION could not leave either.</summary>
    internal static readonly SessionEnd SendHoldTimerExpired = new(
        SessionEndCause.Silent, "send hold timer expired: the router takes nothing in");

    internal static readonly SessionEnd ClosedByPeer = new(
        SessionEndCause.ConnectionLost, "connection closed by the router without NOTIFICATION");

    internal static readonly SessionEnd Replaced = new(
        SessionEndCause.Silent, "replaced by a new connection of the router");

    /// <summary>Whether this is the given Cease, sent by us.</summary>
    internal bool IsCeaseSent(byte subcode) =>
        Cause == SessionEndCause.NotificationSent && Notification is { Code: ErrorCode.Cease } cease && cease.Subcode == subcode;

    /// <summary>Ends a connection by a NOTIFICATION; <paramref name="detail"/> is for our people, not for the router.</summary>
    internal static SessionEnd Sent(NotificationMessage notification, string detail) =>
        new(SessionEndCause.NotificationSent, Describe("sent", notification, detail), notification);

    internal static SessionEnd Cease(byte subcode, string detail) => Sent(NotificationMessage.Cease(subcode), detail);

    /// <summary>Cease with a Shutdown Communication (RFC 9003), for the subcodes that may carry one.</summary>
    internal static SessionEnd Shutdown(byte subcode, string communication) =>
        Sent(NotificationMessage.Cease(subcode, communication), $"\"{communication}\"");

    /// <param name="fault">The fault.</param>
    /// <param name="octets">What its data offset counts in.</param>
    internal static SessionEnd Fault(in BgpFault fault, ReadOnlySpan<byte> octets) =>
        Sent(NotificationMessage.From(fault, octets), fault.Reason);

    internal static SessionEnd Lost(string error) => new(SessionEndCause.ConnectionLost, error);

    /// <summary>RFC 6608 section 3: the type of the unexpected message is the Data.</summary>
    internal static SessionEnd UnexpectedMessage(byte subcode, BgpMessageType type, BgpState state) => Sent(
        new NotificationMessage(ErrorCode.FiniteStateMachine, subcode, new[] { (byte)type }),
        $"{type} in state {state.Name()}");

    internal static SessionEnd PrefixLimit(Family family, long limit) => Sent(
        NotificationMessage.MaximumPrefixes(family, (uint)Math.Min(limit, uint.MaxValue)),
        string.Create(CultureInfo.InvariantCulture, $"more than {limit} prefixes of {family.Name()}"));

    internal static SessionEnd Received(ReadOnlySpan<byte> body)
    {
        var notification = NotificationMessage.Decode(body);
        if (notification.Encapsulated is { } inner)
        {
            // RFC 8538: why the router ended it is inside.
            var reason = inner.ShutdownCommunication is { Length: > 0 } words ? $"{inner.Name}: \"{words}\"" : inner.Name;
            return new SessionEnd(SessionEndCause.NotificationReceived, Describe("received NOTIFICATION", notification, reason), notification);
        }

        var communication = notification.ShutdownCommunication is { Length: > 0 } text ? $"\"{text}\"" : "";
        return new SessionEnd(
            SessionEndCause.NotificationReceived, Describe("received NOTIFICATION", notification, communication), notification);
    }

    private static string Describe(string verb, NotificationMessage notification, string detail)
    {
        var names = notification.Name.Split(" / ", 2);
        var head = string.Create(CultureInfo.InvariantCulture, $"{verb} {notification.Code}/{notification.Subcode} {names[^1]}");
        return detail.Length == 0 ? head : $"{head}: {detail}";
    }
}
