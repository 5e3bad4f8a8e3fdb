using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// The next hop in the MP_REACH_NLRI of a dumped table: of TABLE_DUMP_V2 the length and the next hop alone (RFC 6396 section
/// 4.3.4); of TABLE_DUMP, and of writers that do not follow that, the whole attribute.
/// </summary>
public static class MrtNextHop
{
    /// <summary>The next hop, 4, 16 or 32 octets; empty where the attributes have no MP_REACH_NLRI that can be read.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes)
    {
        while (RawAttribute.TryRead(attributes, out var attribute, out var octets))
        {
            if (attribute.Type == AttributeType.MpReachNlri)
            {
                return Of(attribute.Value);
            }

            attributes = attributes[octets..];
        }

        return default;
    }

    private static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> value)
    {
        if (value.Length > 1 && value[0] == value.Length - 1 && value[0] is 4 or 16 or 32)
        {
            return value[1..];
        }

        return value.Length > 4 && value[3] is 4 or 16 or 32 && value.Length >= 4 + value[3] ? value.Slice(4, value[3]) : default;
    }
}
