using Pierhead.Routing.Interning;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Routing.Image;

/// <summary>Whether what an image says is a layer of attributes can be one: whoever reads it later does not look again.</summary>
internal static class ImageStrings
{
    public static bool IsWellFormed(ImageRecord kind, ReadOnlySpan<byte> value) => value.Length <= ushort.MaxValue && kind switch
    {
        ImageRecord.Path => AsPathBytes.IsValid(value, fourOctetAsn: true),
        ImageRecord.Communities => value.Length % 4 == 0,
        ImageRecord.Others => AreAttributes(value),
        ImageRecord.Scalars => Scalars.IsWellFormed(value),
        _ => HopContext.IsWellFormed(value),
    };

    private static bool AreAttributes(ReadOnlySpan<byte> value)
    {
        while (RawAttribute.TryRead(value, out var attribute, out var octets)
            && AttributeTable.Row(attribute.Type).AcceptsLength(attribute.Value.Length, fourOctetAsn: true))
        {
            value = value[octets..];
        }

        return value.IsEmpty;
    }
}
