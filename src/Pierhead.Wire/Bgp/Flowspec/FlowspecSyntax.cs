namespace Pierhead.Wire.Bgp.Flowspec;

/// <summary>
/// Whether octets are the components of one rule (RFC 8955 section 4.2, RFC 8956 section 3): types that are defined, each once and in
/// ascending order, operators up to one that says it is the last, and values as long as they say. Allocates nothing.
/// </summary>
public static class FlowspecSyntax
{
    /// <param name="components">The octets behind the NLRI length and, in VPN families, the route distinguisher.</param>
    /// <param name="ipv6">Whether the rule is of an IPv6 family.</param>
    public static bool IsValid(ReadOnlySpan<byte> components, bool ipv6)
    {
        var last = 0;
        while (!components.IsEmpty)
        {
            var type = components[0];
            if (type <= last || type > (byte)FlowspecTypes.Last(ipv6))
            {
                return false;
            }

            last = type;
            var length = ValueLength((FlowspecType)type, components[1..], ipv6);
            if (length == 0)
            {
                return false;
            }

            components = components[(1 + length)..];
        }

        return last != 0;
    }

    /// <summary>Octets of a component's value, 0 where it is malformed.</summary>
    internal static int ValueLength(FlowspecType type, ReadOnlySpan<byte> value, bool ipv6) => !type.IsPrefix()
        ? OperatorsLength(value)
        : ipv6 ? PatternLength(value) : PrefixLength(value);

    /// <summary>
    /// <code>length in bits (1 octet)  prefix</code>
    /// </summary>
    private static int PrefixLength(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[0] > 32)
        {
            return 0;
        }

        var length = 1 + ((value[0] + 7) >> 3);
        return length <= value.Length ? length : 0;
    }

    /// <summary>
    /// RFC 8956 section 3.1: the bits from an offset on; both are zero, or the offset is less than the length.
    /// <code>length in bits (1 octet)  offset in bits (1)  pattern of length - offset bits</code>
    /// </summary>
    private static int PatternLength(ReadOnlySpan<byte> value)
    {
        if (value.Length < 2 || value[0] > 128 || (value[1] >= value[0] && (value[0] | value[1]) != 0))
        {
            return 0;
        }

        var length = 2 + ((value[0] - value[1] + 7) >> 3);
        return length <= value.Length ? length : 0;
    }

    private static int OperatorsLength(ReadOnlySpan<byte> value)
    {
        for (var at = 0; at < value.Length;)
        {
            var @operator = new FlowspecOperator(value[at]);
            at += 1 + @operator.Length;
            if (@operator.IsEnd)
            {
                return at <= value.Length ? at : 0;
            }
        }

        return 0;
    }
}
