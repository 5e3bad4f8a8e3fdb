using System.Buffers.Binary;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Simulate.Prepared;

/// <summary>
/// Writes UPDATE messages (RFC 4271 section 4.3) of IPv4 and IPv6 unicast from attributes and NLRI that are encoded already.
/// MP_REACH_NLRI and MP_UNREACH_NLRI stand first (RFC 7606 section 5.1).
/// <code>
/// IPv4: header  0  attributes length  attributes (NEXT_HOP among them)        NLRI
/// IPv6: header  0  attributes length  MP_REACH_NLRI (next hop, NLRI)          attributes
/// </code>
/// </summary>
internal static class UpdateLayout
{
    /// <summary>Octets before the attributes of a message that withdraws nothing in its own field.</summary>
    public const int Head = MessageFramer.HeaderLength + 4;

    /// <summary>Octets of MP_REACH_NLRI before the NLRI: flags, type, length of two octets, AFI, SAFI, next hop with its length, reserved.</summary>
    public const int MpReachHead = 4 + 3 + 1 + 16 + 1;

    /// <summary>Where the IPv6 next hop lies in the message.</summary>
    public const int MpNextHopAt = Head + 4 + 3 + 1;

    private const int MpUnreachHead = 4 + 3;

    /// <summary>Octets of a message that withdraws besides the NLRI.</summary>
    public static int WithdrawHead(Family family) => family == Family.IPv4 ? Head : Head + MpUnreachHead;

    /// <summary>Writes everything but the next hop, whose octets are left as they are, and returns the message's length.</summary>
    public static int WriteAnnounce(Span<byte> destination, Family family, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nlri)
    {
        int attributesLength;
        if (family == Family.IPv4)
        {
            attributesLength = attributes.Length;
            attributes.CopyTo(destination[Head..]);
            nlri.CopyTo(destination[(Head + attributes.Length)..]);
        }
        else
        {
            attributesLength = MpReachHead + nlri.Length + attributes.Length;
            WriteMultiprotocolHead(destination[Head..], AttributeType.MpReachNlri, MpReachHead - 4 + nlri.Length, family);
            destination[Head + 7] = 16;
            destination[Head + MpReachHead - 1] = 0;
            nlri.CopyTo(destination[(Head + MpReachHead)..]);
            attributes.CopyTo(destination[(Head + MpReachHead + nlri.Length)..]);
        }

        var length = Head + attributesLength + (family == Family.IPv4 ? nlri.Length : 0);
        WriteHead(destination, withdrawnLength: 0, attributesLength, length);
        return length;
    }

    /// <summary>
    /// Finishes a message that withdraws, whose NLRI the caller has put at <see cref="NlriOfWithdrawAt"/>. With no NLRI it is the
    /// End-of-RIB marker of the family (RFC 4724 section 2).
    /// </summary>
    public static int FinishWithdraw(Span<byte> destination, Family family, int nlriLength)
    {
        var length = WithdrawHead(family) + nlriLength;
        if (family == Family.IPv4)
        {
            WriteHead(destination, nlriLength, attributesLength: 0, length);
            return length;
        }

        WriteMultiprotocolHead(destination[Head..], AttributeType.MpUnreachNlri, 3 + nlriLength, family);
        WriteHead(destination, withdrawnLength: 0, MpUnreachHead + nlriLength, length);
        return length;
    }

    public static int NlriOfWithdrawAt(Family family) => family == Family.IPv4 ? MessageFramer.HeaderLength + 2 : Head + MpUnreachHead;

    private static void WriteHead(Span<byte> message, int withdrawnLength, int attributesLength, int length)
    {
        MessageFramer.WriteHeader(message, BgpMessageType.Update, length);
        var at = message[MessageFramer.HeaderLength..];
        BinaryPrimitives.WriteUInt16BigEndian(at, (ushort)withdrawnLength);
        BinaryPrimitives.WriteUInt16BigEndian(at[(2 + withdrawnLength)..], (ushort)attributesLength);
    }

    private static void WriteMultiprotocolHead(Span<byte> at, byte type, int valueLength, Family family)
    {
        at[0] = AttributeFlags.OptionalNonTransitive | AttributeFlags.ExtendedLength;
        at[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(at[2..], (ushort)valueLength);
        BinaryPrimitives.WriteUInt16BigEndian(at[4..], family.Row().Afi);
        at[6] = family.Row().Safi;
    }
}
