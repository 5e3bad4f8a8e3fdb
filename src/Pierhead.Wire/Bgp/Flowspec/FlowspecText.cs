using System.Globalization;
using System.Text;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Flowspec;

/// <summary>Writes the text of valid components: see <see cref="FlowspecRule"/>.</summary>
internal static class FlowspecText
{
    public static string Of(ReadOnlySpan<byte> components, bool ipv6)
    {
        var text = new StringBuilder();
        while (!components.IsEmpty)
        {
            var type = (FlowspecType)components[0];
            var value = components.Slice(1, FlowspecSyntax.ValueLength(type, components[1..], ipv6));
            _ = text.Append(text.Length == 0 ? "" : " ").Append(type.Name()).Append(' ');
            if (type.IsPrefix())
            {
                AppendPrefix(text, value, ipv6);
            }
            else
            {
                AppendValues(text, type, value);
            }

            components = components[(1 + value.Length)..];
        }

        return text.ToString();
    }

    private static void AppendPrefix(StringBuilder text, ReadOnlySpan<byte> value, bool ipv6)
    {
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        int length = value[0];
        if (!ipv6)
        {
            value[1..].CopyTo(address);
            _ = text.Append(IpPrefix.Create(Ip.FromBytes(address[..4]), length));
            return;
        }

        int offset = value[1];
        PatternBits.Spread(value[2..], offset, length, address);
        _ = text.Append(CultureInfo.InvariantCulture, $"{Ip.FromBytes(address)}/{length}");
        if (offset != 0)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"/{offset}");
        }
    }

    private static void AppendValues(StringBuilder text, FlowspecType type, ReadOnlySpan<byte> values)
    {
        var isFirst = true;
        while (!values.IsEmpty)
        {
            var @operator = new FlowspecOperator(values[0]);
            ulong number = 0;
            foreach (var octet in values.Slice(1, @operator.Length))
            {
                number = (number << 8) | octet;
            }

            // RFC 8955 section 4.2.1.1: there is nothing before the first that it could be joined to.
            _ = text.Append(isFirst ? "" : @operator.IsAnd ? "&" : "|");
            AppendValue(text, type, @operator, number);
            isFirst = false;
            values = values[(1 + @operator.Length)..];
        }
    }

    private static void AppendValue(StringBuilder text, FlowspecType type, FlowspecOperator @operator, ulong number)
    {
        var comparison = @operator.Comparison(type.IsBitmask());
        _ = text.Append(comparison);
        if (type.IsBitmask())
        {
            AppendFlags(text, type, number);
        }
        else if (comparison is not ("true" or "false"))
        {
            _ = text.Append(number);
        }
        else if (number != 0)
        {
            // Nothing is compared, but the value is part of what the rule is known by.
            _ = text.Append(CultureInfo.InvariantCulture, $"({number})");
        }

        if (@operator.Length != FlowspecOperator.Shortest(number))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"/{@operator.Length}");
        }
    }

    private static void AppendFlags(StringBuilder text, FlowspecType type, ulong number)
    {
        var names = type.Bits();
        if (number == 0 || number >> names.Length != 0)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"0x{number:x}");
            return;
        }

        var isFirst = true;
        for (var bit = 0; bit < names.Length; bit++)
        {
            if ((number >> bit & 1) != 0)
            {
                _ = text.Append(isFirst ? "" : "+").Append(names[bit]);
                isFirst = false;
            }
        }
    }
}
