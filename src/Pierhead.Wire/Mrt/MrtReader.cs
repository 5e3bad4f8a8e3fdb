using System.Buffers.Binary;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// Reads MRT records one after the other from a stream, which the caller opens, unzips and disposes of. Single reader. The
/// record is a view of the reader's own buffer.
/// </summary>
public sealed class MrtReader(Stream stream)
{
    /// <summary>
    /// The longest record believed. Real ones of a full table's prefix heard by hundreds of peers come to some hundred kilobytes.
    /// </summary>
    public const int MaximumLength = 16 * 1024 * 1024;

    /// <summary>Octets of the header of every record.</summary>
    internal const int HeaderLength = 12;

    private byte[] _buffer = new byte[64 * 1024];

    /// <summary>Octets read so far: where the next record begins.</summary>
    public long Offset { get; private set; }

    /// <summary>What ended the reading with <see cref="MrtStatus.Fault"/>.</summary>
    public MrtFault Fault { get; private set; }

    /// <summary>Reads the next record. After a fault there is no going on: every further call gives the same fault.</summary>
    public MrtStatus Read(out MrtRecord record)
    {
        record = default;
        if (!Fault.IsNone)
        {
            return MrtStatus.Fault;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        var read = stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (read < HeaderLength)
        {
            return read == 0 ? MrtStatus.End : Fail("the header of a record is cut short");
        }

        var type = (MrtType)BinaryPrimitives.ReadUInt16BigEndian(header[4..]);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        if (length > MaximumLength)
        {
            return Fail("the length of a record is beyond belief: this is not MRT");
        }

        if (length > _buffer.Length)
        {
            _buffer = new byte[Math.Max(length, 2 * _buffer.Length)];
        }

        var body = _buffer.AsSpan(0, (int)length);
        if (stream.ReadAtLeast(body, body.Length, throwOnEndOfStream: false) < body.Length)
        {
            return Fail("a record is cut short");
        }

        uint? microseconds = null;
        if (MrtTime.IsExtended(type))
        {
            if (body.Length < 4)
            {
                return Fail("a record has no room for its microseconds");
            }

            microseconds = BinaryPrimitives.ReadUInt32BigEndian(body);
            body = body[4..];
        }

        record = new MrtRecord(
            Offset,
            new MrtTime(BinaryPrimitives.ReadUInt32BigEndian(header), microseconds),
            type,
            BinaryPrimitives.ReadUInt16BigEndian(header[6..]),
            body);
        Offset += HeaderLength + length;
        return MrtStatus.Record;
    }

    private MrtStatus Fail(string reason)
    {
        Fault = new MrtFault(Offset, reason);
        return MrtStatus.Fault;
    }
}
