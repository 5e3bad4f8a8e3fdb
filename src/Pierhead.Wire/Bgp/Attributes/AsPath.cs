using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// An AS path: immutable, compared by its segments. Its text is <c>64500 3356 {1 2}</c>: sets in braces, a confederation's
/// sequences in parentheses and its sets in brackets.
/// </summary>
public sealed class AsPath : IEquatable<AsPath>
{
    public static readonly AsPath Empty = new([]);

    public AsPath(IReadOnlyList<AsPathSegment> segments) => Segments = segments;

    public IReadOnlyList<AsPathSegment> Segments { get; }

    /// <summary>The AS that the route was heard from: the first of a path that begins with a sequence.</summary>
    public Asn? Neighbour => Segments is [{ Type: SegmentType.Sequence, Numbers: [var first, ..] }, ..] ? first : null;

    /// <summary>The AS that originated the route: the last of a path that ends with a sequence. A set names none for certain.</summary>
    public Asn? Origin => Segments is [.., { Type: SegmentType.Sequence, Numbers: [.., var last] }] ? last : null;

    /// <summary>A path of one sequence; of several where it is longer than the 255 numbers of a segment.</summary>
    public static AsPath Sequence(params IEnumerable<uint> numbers) => new(
        [.. numbers.Select(each => new Asn(each)).Chunk(byte.MaxValue).Select(chunk => new AsPathSegment(SegmentType.Sequence, chunk))]);

    /// <summary>Decodes a value of four-octet numbers; false where it is malformed.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> value, out AsPath path)
    {
        path = Empty;
        if (!AsPathBytes.IsValid(value, fourOctetAsn: true))
        {
            return false;
        }

        var segments = new List<AsPathSegment>();
        while (!value.IsEmpty)
        {
            var numbers = new Asn[value[1]];
            for (var index = 0; index < numbers.Length; index++)
            {
                numbers[index] = new Asn(BinaryPrimitives.ReadUInt32BigEndian(value[(2 + (index * 4))..]));
            }

            segments.Add(new AsPathSegment((SegmentType)value[0], numbers));
            value = value[AsPathBytes.SegmentLength(value, fourOctetAsn: true)..];
        }

        path = segments.Count == 0 ? Empty : new AsPath(segments);
        return true;
    }

    /// <summary>The value, of four-octet numbers.</summary>
    public byte[] ToBytes()
    {
        var value = new byte[Segments.Sum(segment => 2 + (segment.Numbers.Count * 4))];
        var at = 0;
        foreach (var segment in Segments)
        {
            value[at++] = (byte)segment.Type;
            value[at++] = checked((byte)segment.Numbers.Count);
            foreach (var number in segment.Numbers)
            {
                BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(at), number.Value);
                at += 4;
            }
        }

        return value;
    }

    public bool Equals(AsPath? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    public override bool Equals(object? obj) => Equals(obj as AsPath);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(ToBytes());
        return hash.ToHashCode();
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var segment in Segments)
        {
            var (open, close) = segment.Type switch
            {
                SegmentType.Set => ("{", "}"),
                SegmentType.ConfedSequence => ("(", ")"),
                SegmentType.ConfedSet => ("[", "]"),
                _ => ("", ""),
            };
            _ = text.Append(text.Length == 0 ? "" : " ").Append(open);
            for (var index = 0; index < segment.Numbers.Count; index++)
            {
                _ = text.Append(index == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{segment.Numbers[index].Value}");
            }

            _ = text.Append(close);
        }

        return text.ToString();
    }
}
