using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp;

/// <summary>
/// Finds messages in a stream of octets and writes their headers. Pure; checks what RFC 4271 section 6.1 asks of a header.
/// </summary>
public static class MessageFramer
{
    /// <summary>Octets of marker, Length and Type.</summary>
    public const int HeaderLength = 19;

    /// <summary>The greatest Length of RFC 4271.</summary>
    public const int MaximumLength = 4096;

    /// <summary>The greatest Length of UPDATE, NOTIFICATION and ROUTE-REFRESH where extended messages were negotiated (RFC 8654).</summary>
    public const int ExtendedMaximumLength = 65535;

    private const int MarkerLength = 16;

    /// <summary>Reads the header at <paramref name="offset"/>.</summary>
    /// <param name="buffer">The octets received.</param>
    /// <param name="offset">Where the message begins.</param>
    /// <param name="maximumLength">The greatest Length accepted, as negotiated.</param>
    /// <param name="frame">The message, when complete.</param>
    /// <param name="next">Where the next message begins, when complete; else <paramref name="offset"/>.</param>
    /// <param name="fault">The fault, whose data offset counts from the start of <paramref name="buffer"/>.</param>
    public static FrameStatus TryRead(
        ReadOnlySpan<byte> buffer, int offset, int maximumLength, out MessageFrame frame, out int next, out BgpFault fault)
    {
        frame = default;
        fault = default;
        next = offset;
        var message = buffer[offset..];
        if (message.Length < HeaderLength)
        {
            return FrameStatus.Incomplete;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(message[MarkerLength..]);
        var type = message[MarkerLength + 2];
        var marker = BinaryPrimitives.ReadUInt64BigEndian(message) & BinaryPrimitives.ReadUInt64BigEndian(message[8..]);
        if (marker != ulong.MaxValue || !IsLengthOf(type, length, maximumLength))
        {
            fault = Describe(marker, type, offset);
            return FrameStatus.Fault;
        }

        if (message.Length < length)
        {
            return FrameStatus.Incomplete;
        }

        frame = new MessageFrame((BgpMessageType)type, offset + HeaderLength, length - HeaderLength);
        next = offset + length;
        return FrameStatus.Complete;
    }

    /// <summary>Writes a header: the marker, <paramref name="length"/> (of the whole message) and the type.</summary>
    public static void WriteHeader(Span<byte> destination, BgpMessageType type, int length)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, ulong.MaxValue);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], ulong.MaxValue);
        BinaryPrimitives.WriteUInt16BigEndian(destination[MarkerLength..], checked((ushort)length));
        destination[MarkerLength + 2] = (byte)type;
    }

    /// <summary>A KEEPALIVE message (RFC 4271 section 4.4): nothing but a header.</summary>
    public static byte[] Keepalive()
    {
        var message = new byte[HeaderLength];
        WriteHeader(message, BgpMessageType.Keepalive, HeaderLength);
        return message;
    }

    // A ROUTE-REFRESH that is too short is a fault of its own kind (RFC 7313 section 5), which its decoder reports.
    private static bool IsLengthOf(byte type, int length, int maximumLength) => (BgpMessageType)type switch
    {
        BgpMessageType.Update => length >= 23 && length <= maximumLength,
        BgpMessageType.Keepalive => length == HeaderLength,
        BgpMessageType.Open => length is >= 29 and <= MaximumLength,
        BgpMessageType.Notification => length >= 21 && length <= maximumLength,
        BgpMessageType.RouteRefresh => length >= HeaderLength && length <= maximumLength,
        _ => false,
    };

    private static BgpFault Describe(ulong marker, byte type, int offset)
    {
        if (marker != ulong.MaxValue)
        {
            return Header(HeaderError.ConnectionNotSynchronized, "the marker is not all ones", 0, 0);
        }

        return type is >= (byte)BgpMessageType.Open and <= (byte)BgpMessageType.RouteRefresh
            ? Header(HeaderError.BadMessageLength, "the message's length does not suit its type", offset + MarkerLength, 2)
            : Header(HeaderError.BadMessageType, "the message's type is not known", offset + MarkerLength + 2, 1);
    }

    private static BgpFault Header(byte subcode, string reason, int dataOffset, int dataLength) =>
        new(FaultScope.ResetSession, ErrorCode.MessageHeader, subcode, reason, DataOffset: dataOffset, DataLength: dataLength);
}
