using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>Writes one rule of a Flowspec family: the counterpart of <see cref="FlowspecNlriReader"/>.</summary>
public static class FlowspecNlriWriter
{
    /// <summary>The greatest length that can be written.</summary>
    public const int LongestValue = 4095;

    private const int LongForm = 240;

    /// <summary>The most octets that a value of so many takes.</summary>
    public static int Bound(int length) => 4 + 2 + length;

    /// <summary>Writes it and returns how many octets.</summary>
    /// <param name="destination">At least <see cref="Bound"/> octets.</param>
    /// <param name="value">The route distinguisher where the family has one, then the components; at most <see cref="LongestValue"/> octets.</param>
    /// <param name="pathId">Path identifier, or null where the family has none on this session.</param>
    /// <exception cref="ArgumentException">The value is too long.</exception>
    public static int Write(Span<byte> destination, ReadOnlySpan<byte> value, uint? pathId = null)
    {
        if (value.Length > LongestValue)
        {
            throw new ArgumentException($"A rule has at most {LongestValue} octets, not {value.Length}.", nameof(value));
        }

        var at = 0;
        if (pathId is { } id)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, id);
            at = 4;
        }

        if (value.Length < LongForm)
        {
            destination[at++] = (byte)value.Length;
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[at..], (ushort)(0xF000 | value.Length));
            at += 2;
        }

        value.CopyTo(destination[at..]);
        return at + value.Length;
    }
}
