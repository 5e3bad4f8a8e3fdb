using System.Buffers.Binary;
using System.IO.Hashing;

namespace Pierhead.Routing.Image;

/// <summary>Reads the chunks of an image one after the other, and checks each before anything in it is believed.</summary>
internal sealed class ImageInput(Stream stream)
{
    private readonly byte[] _head = new byte[ImageFormat.ChunkHead];
    private byte[] _payload = [];
    private uint _number;

    public ImageChunk Type { get; private set; }

    /// <summary>The payload of the chunk that was read; valid until the next one is.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Reads what stands before the chunks. Null when it is right, else what is wrong.</summary>
    public string? ReadMagic()
    {
        var head = _head.AsSpan(0, ImageFormat.Magic.Length + 4);
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.StartsWith(ImageFormat.Magic))
        {
            return "it is not a table image";
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(head[ImageFormat.Magic.Length..]);
        return version == ImageFormat.Version ? null : $"its version is {version}, and this Pierhead reads version {ImageFormat.Version}";
    }

    /// <summary>Reads a chunk. Null when it is whole, else what is wrong.</summary>
    public string? Next()
    {
        if (stream.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false) < _head.Length)
        {
            return "it was cut off";
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(_head);
        if (length > ImageFormat.GreatestPayload)
        {
            return $"chunk {_number} is damaged: its length cannot be";
        }

        if (_payload.Length < length)
        {
            _payload = new byte[Math.Max((int)length, 1 << 18)];
        }

        if (stream.ReadAtLeast(_payload.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false) < length)
        {
            return "it was cut off";
        }

        Type = (ImageChunk)_head[4];
        Payload = _payload.AsMemory(0, (int)length);
        if ((XxHash3.HashToUInt64(Payload.Span, _number) ^ (byte)Type) != BinaryPrimitives.ReadUInt64LittleEndian(_head.AsSpan(5)))
        {
            return $"chunk {_number} is damaged: its checksum is wrong";
        }

        _number++;
        return null;
    }
}
