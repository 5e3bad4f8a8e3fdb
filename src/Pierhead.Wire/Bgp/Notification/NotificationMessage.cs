using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Notification;

/// <summary>
/// A NOTIFICATION message (RFC 4271 section 4.5): immutable, compared by value.
/// <code>
/// error code (1 octet)  subcode (1 octet)  data
/// </code>
/// </summary>
public sealed record NotificationMessage(byte Code, byte Subcode, ReadOnlyMemory<byte> Data = default)
{
    private const int FixedLength = 2;

    /// <summary>The names of code and subcode, for people: <c>Cease / Administrative Shutdown</c>.</summary>
    public string Name => NotificationNames.Name(Code, Subcode);

    /// <summary>
    /// The text that the peer's operator sent with a shutdown or reset (RFC 9003), also inside a Hard Reset (RFC 8538); null
    /// where there is none. Cleaned: see <see cref="Notification.ShutdownCommunication"/>.
    /// </summary>
    public string? ShutdownCommunication => Code == ErrorCode.Cease
        ? Subcode switch
        {
            CeaseError.AdministrativeShutdown or CeaseError.AdministrativeReset => Notification.ShutdownCommunication.Read(Data.Span),
            CeaseError.HardReset => Encapsulated?.ShutdownCommunication,
            _ => null,
        }
        : null;

    /// <summary>The reason that a Hard Reset carries (RFC 8538 section 3.1); null where this is none. Hard Resets do not nest.</summary>
    public NotificationMessage? Encapsulated =>
        Code == ErrorCode.Cease && Subcode == CeaseError.HardReset && Data.Length >= FixedLength
        && (Data.Span[0], Data.Span[1]) != (ErrorCode.Cease, CeaseError.HardReset)
            ? new NotificationMessage(Data.Span[0], Data.Span[1], Data[FixedLength..])
            : null;

    /// <summary>Decodes a body; the framer has seen to it that code and subcode are there.</summary>
    public static NotificationMessage Decode(ReadOnlySpan<byte> body) => body.Length < FixedLength
        ? new NotificationMessage(0, 0)
        : new NotificationMessage(body[0], body[1], body[FixedLength..].ToArray());

    /// <summary>A Cease; of an administrative shutdown or reset with a text for the peer's operator (RFC 9003).</summary>
    public static NotificationMessage Cease(byte subcode, string? communication = null) =>
        subcode is CeaseError.AdministrativeShutdown or CeaseError.AdministrativeReset && !string.IsNullOrEmpty(communication)
            ? new NotificationMessage(ErrorCode.Cease, subcode, Notification.ShutdownCommunication.Write(communication))
            : new NotificationMessage(ErrorCode.Cease, subcode);

    /// <summary>A Hard Reset that carries another NOTIFICATION as its reason (RFC 8538 section 3.1).</summary>
    public static NotificationMessage HardReset(NotificationMessage reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new NotificationMessage(ErrorCode.Cease, CeaseError.HardReset, (byte[])[reason.Code, reason.Subcode, .. reason.Data.Span]);
    }

    /// <summary>Cease / Maximum Number of Prefixes Reached with the family and the limit (RFC 4486 section 4).</summary>
    public static NotificationMessage MaximumPrefixes(Family family, uint limit)
    {
        var data = new byte[7];
        BinaryPrimitives.WriteUInt16BigEndian(data, family.Row().Afi);
        data[2] = family.Row().Safi;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(3), limit);
        return new NotificationMessage(ErrorCode.Cease, CeaseError.MaximumNumberOfPrefixesReached, data);
    }

    /// <summary>The NOTIFICATION that a fault takes.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="octets">What its data offset counts in: the message's body, or for a fault of the framer its buffer.</param>
    public static NotificationMessage From(in BgpFault fault, ReadOnlySpan<byte> octets)
    {
        byte[] data;
        if (fault is { Code: ErrorCode.Open, Subcode: OpenError.UnsupportedVersionNumber })
        {
            // RFC 4271 section 6.2: the greatest version we have that is not greater than the peer's, in two octets.
            data = [0, Open.OpenMessage.Version];
        }
        else if (fault.Code == ErrorCode.RouteRefresh)
        {
            // RFC 7313 section 5: the whole message.
            data = new byte[MessageFramer.HeaderLength + octets.Length];
            MessageFramer.WriteHeader(data, BgpMessageType.RouteRefresh, data.Length);
            octets.CopyTo(data.AsSpan(MessageFramer.HeaderLength));
        }
        else
        {
            data = octets.Slice(fault.DataOffset, fault.DataLength).ToArray();
        }

        return new NotificationMessage(fault.Code, fault.Subcode, Fitting(data));
    }

    /// <summary>The whole message, with its header.</summary>
    public byte[] Encode()
    {
        var message = new byte[MessageFramer.HeaderLength + FixedLength + Data.Length];
        MessageFramer.WriteHeader(message, BgpMessageType.Notification, message.Length);
        message[MessageFramer.HeaderLength] = Code;
        message[MessageFramer.HeaderLength + 1] = Subcode;
        Data.Span.CopyTo(message.AsSpan(MessageFramer.HeaderLength + FixedLength));
        return message;
    }

    public bool Equals(NotificationMessage? other) =>
        other is not null && Code == other.Code && Subcode == other.Subcode && Data.Span.SequenceEqual(other.Data.Span);

    public override int GetHashCode() => HashCode.Combine(Code, Subcode, Data.Length);

    public override string ToString()
    {
        var inner = Encapsulated is { } encapsulated ? $" ({encapsulated.Name})" : "";
        return ShutdownCommunication is { } text ? $"{Name}{inner}: {text}" : Name + inner;
    }

    // A fault in an extended message must not make a NOTIFICATION that a peer without them cannot take (RFC 8654 section 5).
    private static ReadOnlyMemory<byte> Fitting(byte[] data) =>
        data.AsMemory(0, Math.Min(data.Length, MessageFramer.MaximumLength - MessageFramer.HeaderLength - FixedLength));
}
