using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.RouteRefresh;

/// <summary>
/// A ROUTE-REFRESH message (RFC 2918 section 3, RFC 7313 section 3.2).
/// <code>
/// AFI (2 octets)  subtype (1)  SAFI (1)
/// </code>
/// </summary>
public readonly record struct RouteRefreshMessage(ushort Afi, RouteRefreshSubtype Subtype, byte Safi)
{
    private const int BodyLength = 4;

    public RouteRefreshMessage(Family family, RouteRefreshSubtype subtype = RouteRefreshSubtype.Request)
        : this(family.Row().Afi, subtype, family.Row().Safi)
    {
    }

    /// <summary>The family, where Pierhead knows it; a refresh of any other, or of an unknown subtype, is ignored.</summary>
    public Family? Family => Families.TryFrom(Afi, Safi, out var family) ? family : null;

    /// <summary>
    /// Decodes a body. What follows the four octets is a list of outbound route filters (RFC 5291), which is never negotiated
    /// and not read.
    /// </summary>
    public static BgpFault Decode(ReadOnlySpan<byte> body, out RouteRefreshMessage message)
    {
        message = default;
        if (body.Length < BodyLength
            || (body.Length > BodyLength && (RouteRefreshSubtype)body[2] is RouteRefreshSubtype.Begin or RouteRefreshSubtype.End))
        {
            return new BgpFault(FaultScope.ResetSession, ErrorCode.RouteRefresh, 1, "ROUTE-REFRESH has the wrong length");
        }

        message = new RouteRefreshMessage(BinaryPrimitives.ReadUInt16BigEndian(body), (RouteRefreshSubtype)body[2], body[3]);
        return default;
    }

    /// <summary>The whole message, with its header.</summary>
    public byte[] Encode()
    {
        var message = new byte[MessageFramer.HeaderLength + BodyLength];
        MessageFramer.WriteHeader(message, BgpMessageType.RouteRefresh, message.Length);
        var body = message.AsSpan(MessageFramer.HeaderLength);
        BinaryPrimitives.WriteUInt16BigEndian(body, Afi);
        body[2] = (byte)Subtype;
        body[3] = Safi;
        return message;
    }
}
