using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Slots;

/// <summary>The End-of-RIB marker that we send (RFC 4724 section 2).</summary>
internal static class EndOfRib
{
    // Flags optional, type MP_UNREACH_NLRI (15), length 3: AFI and SAFI, no routes.
    private const byte Optional = 0x80;
    private const byte MpUnreachNlri = 15;

    /// <summary>An UPDATE of nothing for IPv4 unicast, of an empty MP_UNREACH_NLRI for any other family.</summary>
    internal static byte[] Encode(Family family)
    {
        var row = family.Row();
        byte[] attributes = family == Family.IPv4 ? [] : [Optional, MpUnreachNlri, 3, (byte)(row.Afi >> 8), (byte)row.Afi, row.Safi];
        var message = new byte[MessageFramer.HeaderLength + 4 + attributes.Length];
        MessageFramer.WriteHeader(message, BgpMessageType.Update, message.Length);
        message[MessageFramer.HeaderLength + 3] = (byte)attributes.Length;
        attributes.CopyTo(message, MessageFramer.HeaderLength + 4);
        return message;
    }
}
