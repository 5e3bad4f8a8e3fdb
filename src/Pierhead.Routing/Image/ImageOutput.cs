using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Pierhead.Routing.Image;

/// <summary>A chunk that is being filled, and then written with its length and checksum.</summary>
internal sealed class ImageOutput
{
    private byte[] _buffer = new byte[1 << 16];
    private int _length = ImageFormat.ChunkHead;

    /// <summary>Octets of payload so far.</summary>
    public int Length => _length - ImageFormat.ChunkHead;

    public void Byte(byte value) => Room(1)[0] = value;

    public void Varint(ulong value)
    {
        var span = Room(10);
        _length -= 10;
        var at = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[at++] = (byte)(value | 0x80);
        }

        span[at++] = (byte)value;
        _length += at;
    }

    public void Zigzag(long value) => Varint((ulong)(value << 1) ^ (ulong)(value >> 63));

    /// <summary>Octets, their count before them.</summary>
    public void Octets(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        Raw(value);
    }

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    public void Text(string value) => Octets(Encoding.UTF8.GetBytes(value));

    /// <summary>Writes the chunk and begins another.</summary>
    public void WriteTo(Stream stream, ImageChunk type, ref uint number)
    {
        var payload = _buffer.AsSpan(ImageFormat.ChunkHead, Length);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer, payload.Length);
        _buffer[4] = (byte)type;
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(5), XxHash3.HashToUInt64(payload, number++) ^ (byte)type);
        stream.Write(_buffer, 0, _length);
        _length = ImageFormat.ChunkHead;
    }

    private Span<byte> Room(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }

        _length += count;
        return _buffer.AsSpan(_length - count, count);
    }
}
