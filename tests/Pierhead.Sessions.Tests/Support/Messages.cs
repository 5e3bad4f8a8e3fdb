using System.Globalization;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Tests.Support;

/// <summary>Messages of a router, and the words that tests describe messages with.</summary>
internal static class Messages
{
    internal static readonly byte[] Keepalive = MessageFramer.Keepalive();

    internal static byte[] Open(
        uint asn = 64500, ushort holdTime = 90, string identifier = "198.51.100.1", bool endOfRib = false, bool gracefulRestart = false,
        bool extended = true, params Family[] families)
    {
        var capabilities = new List<Capability>();
        foreach (var family in families.Length > 0 ? families : [Family.IPv4, Family.IPv6])
        {
            capabilities.Add(new MultiProtocolCapability(family));
        }

        capabilities.Add(new MarkerCapability(CapabilityCode.RouteRefresh));
        if (extended)
        {
            capabilities.Add(new MarkerCapability(CapabilityCode.ExtendedMessage));
        }

        if (endOfRib || gracefulRestart)
        {
            GracefulRestartFamily[] items = gracefulRestart ? [new GracefulRestartFamily(1, 1, true)] : [];
            capabilities.Add(new GracefulRestartCapability(false, false, 120, items));
        }

        return OpenMessage.Create(new Asn(asn), holdTime, Trees.Address(identifier), capabilities).Encode();
    }

    /// <summary>An UPDATE with so many octets of withdrawn routes (0.0.0.0/0 over and over).</summary>
    internal static byte[] Update(int withdrawn = 1)
    {
        var message = new byte[MessageFramer.HeaderLength + 4 + withdrawn];
        MessageFramer.WriteHeader(message, BgpMessageType.Update, message.Length);
        message[MessageFramer.HeaderLength] = (byte)(withdrawn >> 8);
        message[MessageFramer.HeaderLength + 1] = (byte)withdrawn;
        return message;
    }

    /// <summary>A Hard Reset (RFC 8538) with a shutdown communication inside.</summary>
    internal static byte[] HardReset(byte code, byte subcode, string text) =>
        new NotificationMessage(6, 9, (byte[])[code, subcode, (byte)text.Length, .. System.Text.Encoding.UTF8.GetBytes(text)]).Encode();

    internal static byte[] Notification(byte code, byte subcode) => new NotificationMessage(code, subcode).Encode();

    /// <summary>One word a message: <c>open keepalive update refresh 6/2</c>.</summary>
    internal static string Word(BgpMessageType type, ReadOnlySpan<byte> body) => type switch
    {
        BgpMessageType.Open => "open",
        BgpMessageType.Keepalive => "keepalive",
        BgpMessageType.Update => "update",
        BgpMessageType.RouteRefresh => "refresh",
        _ => string.Create(CultureInfo.InvariantCulture, $"{body[0]}/{body[1]}"),
    };

    internal static byte[] Join(params byte[][] messages) => [.. messages.SelectMany(message => message)];
}
