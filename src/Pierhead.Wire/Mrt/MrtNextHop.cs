using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Wire.Mrt;

/// <summary>
/// The next hop in the MP_REACH_NLRI of a dumped table: of TABLE_DUMP_V2 the length and the next hop alone (RFC 6396 section
/// 4.3.4); of TABLE_DUMP, and of writers that do not follow that, the whole attribute.
/// </summary>
public static class MrtNextHop
{
    /// <summary>
    /// The next hop, of 4, 16 or 32 octets, or 12, 24 or 48 with the route distinguishers of VPN routes; empty where the attributes have no MP_REACH_NLRI that can be read, or it says that there is no next hop.
    /// </summary>
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

    /// <summary>
    /// Writes MP_REACH_NLRI with the length and the next hop alone (RFC 6396 section 4.3.4) and returns how many octets.
    /// </summary>
    internal static int Write(Span<byte> destination, ReadOnlySpan<byte> nextHop)
    {
        var head = RawAttribute.WriteHead(
            destination, AttributeType.MpReachNlri, AttributeFlags.OptionalNonTransitive, 1 + nextHop.Length);
        destination[head] = checked((byte)nextHop.Length);
        nextHop.CopyTo(destination[(head + 1)..]);
        return head + 1 + nextHop.Length;
    }

    private static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> value)
    {
        if (value.Length > 1 && value[0] == value.Length - 1 && IsLength(value[0]))
        {
            return value[1..];
        }

        return value.Length > 4 && IsLength(value[3]) && value.Length >= 4 + value[3] ? value.Slice(4, value[3]) : default;
    }

    private static bool IsLength(byte length) => length is 4 or 12 or 16 or 24 or 32 or 48;
}
