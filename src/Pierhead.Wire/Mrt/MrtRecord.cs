namespace Pierhead.Wire.Mrt;

/// <summary>
/// One MRT record of any type (RFC 6396 section 2), known or not, with its message whole: valid until the reader goes on.
/// <code>
/// seconds (4 octets)  type (2)  subtype (2)  length (4)  [ microseconds (4) ]  message
/// </code>
/// </summary>
public readonly ref struct MrtRecord
{
    internal MrtRecord(long offset, MrtTime timestamp, MrtType type, ushort subtype, ReadOnlySpan<byte> body)
    {
        Offset = offset;
        Timestamp = timestamp;
        Type = type;
        Subtype = subtype;
        Body = body;
    }

    /// <summary>Where the record begins in the stream.</summary>
    public long Offset { get; }

    public MrtTime Timestamp { get; }

    /// <summary>Seconds since 1970.</summary>
    public uint Seconds => Timestamp.Seconds;

    /// <summary>Microseconds of the record types that have them (RFC 6396 section 3), else 0.</summary>
    public uint Microseconds => Timestamp.Microseconds ?? 0;

    public MrtType Type { get; }

    public ushort Subtype { get; }

    /// <summary>The message, without the microseconds.</summary>
    public ReadOnlySpan<byte> Body { get; }

    public DateTimeOffset Time => Timestamp.ToDateTimeOffset();

    internal MrtFault Fault(string reason) => new(Offset, reason);
}
