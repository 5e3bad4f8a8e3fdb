namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>
/// Brings recorded attributes of four-octet AS numbers into canonical form: apart from the decoder, so that what a table kept
/// can be compared with what was recorded.
/// </summary>
public static class CanonicalAttributes
{
    /// <summary>
    /// Sorts attributes by type code, makes their flags canonical and leaves out MP_REACH_NLRI and MP_UNREACH_NLRI. Nothing is
    /// checked: what is malformed stays so.
    /// </summary>
    public static byte[] Of(ReadOnlySpan<byte> attributes)
    {
        var items = new List<(byte Type, byte[] Octets)>();
        while (RawAttribute.TryRead(attributes, out var attribute, out var octets))
        {
            attributes = attributes[octets..];
            if (attribute.Type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri)
            {
                continue;
            }

            var item = new byte[attribute.Value.Length + 4];
            var length = RawAttribute.Write(item, attribute.Type, attribute.CanonicalFlags, attribute.Value);
            items.Add((attribute.Type, item[..length]));
        }

        return [.. items.OrderBy(item => item.Type).SelectMany(item => item.Octets)];
    }
}
