namespace Pierhead.Wire.Mrt;

/// <summary>
/// One MRT record (RFC 6396 section 2): valid until the reader goes on.
/// <code>
/// seconds (4 octets)  type (2)  subtype (2)  length (4)  [ microseconds (4) ]  message
/// </code>
/// </summary>
public readonly ref struct MrtRecord
{
    internal MrtRecord(long offset, uint seconds, uint microseconds, MrtType type, ushort subtype, ReadOnlySpan<byte> body)
    {
        Offset = offset;
        Seconds = seconds;
        Microseconds = microseconds;
        Type = type;
        Subtype = subtype;
        Body = body;
    }

    /// <summary>Where the record begins in the stream.</summary>
    public long Offset { get; }

    /// <summary>Seconds since 1970.</summary>
    public uint Seconds { get; }

    /// <summary>Microseconds of the record types that have them (RFC 6396 section 3), else 0.</summary>
    public uint Microseconds { get; }

    public MrtType Type { get; }

    public ushort Subtype { get; }

    /// <summary>The message, without the microseconds.</summary>
    public ReadOnlySpan<byte> Body { get; }

    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddSeconds(Seconds).AddMicroseconds(Microseconds);

    internal MrtFault Fault(string reason) => new(Offset, reason);
}
