using System.Buffers.Binary;

namespace Pierhead.Tests;

/// <summary>Reads attributes as they are encoded, independent of the code under test.</summary>
internal static class EncodedAttributes
{
    /// <summary>The value of an attribute, or null.</summary>
    public static byte[]? Value(ReadOnlySpan<byte> attributes, byte type)
    {
        while (!attributes.IsEmpty)
        {
            var extended = (attributes[0] & 0x10) != 0;
            var head = extended ? 4 : 3;
            var length = extended ? BinaryPrimitives.ReadUInt16BigEndian(attributes[2..]) : attributes[2];
            if (attributes[1] == type)
            {
                return attributes.Slice(head, length).ToArray();
            }

            attributes = attributes[(head + length)..];
        }

        return null;
    }

    /// <summary>The AS numbers of the AS_PATH's first segment.</summary>
    public static uint[] FirstSequence(ReadOnlySpan<byte> attributes)
    {
        var value = Value(attributes, 2)!;
        var path = new uint[value[1]];
        for (var index = 0; index < path.Length; index++)
        {
            path[index] = BinaryPrimitives.ReadUInt32BigEndian(value.AsSpan(2 + (index * 4)));
        }

        return path;
    }
}
