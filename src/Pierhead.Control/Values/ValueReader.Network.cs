using System.Globalization;
using System.Net;
using Pierhead.Control.Yaml;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Control.Values;

/// <summary>Addresses, prefixes, endpoints, AS numbers and families.</summary>
internal sealed partial class ValueReader
{
    /// <summary>An AS number that a router may have: not 0 (RFC 7607), not AS_TRANS (RFC 6793), not the last of either size (RFC 7300).</summary>
    /// <param name="orElse">What else may stand there, for the message.</param>
    public Asn? AsNumber(Node? node, string key, string orElse = "")
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (!Asn.TryParse(text, out var asn))
        {
            report.Error(node!, $"`{key}` is an AS number from 1 to 4294967294{orElse}, not {Shown.Name(text)}{AsPlain(text)}");
            return null;
        }

        if (asn.Value is 0 or ushort.MaxValue or uint.MaxValue || asn == Asn.Trans)
        {
            report.Error(node!, $"`{key}` cannot be {asn}: that AS number is reserved and no router has it");
            return null;
        }

        return asn;
    }

    /// <summary>An address that packets can come from.</summary>
    public Ip? SourceAddress(Node? node, string key)
    {
        if (Address(node, key) is not { } address)
        {
            return null;
        }

        var first = (byte)(address.High >> 56);
        var isSource = address.IsIPv6
            ? first != 0xFF && (address.High | address.Low) != 0
            : first is not 0 and < 224;
        if (!isSource)
        {
            report.Error(node!, $"`{key}` cannot be {address}: no packet comes from that address");
            return null;
        }

        return address;
    }

    public Ip? Address(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (TryAddress(text, out var address))
        {
            return address;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var hint = slash > 0 && TryAddress(text[..slash], out address) ? $"; write {address} without the length"
            : text.StartsWith("::ffff:", StringComparison.OrdinalIgnoreCase) && TryAddress(text[7..], out address) ? $" of a router; write {address}"
            : "";
        report.Error(node!, $"`{key}`: {Shown.Name(text)} is not an IP address{hint}");
        return null;
    }

    /// <summary>An IPv4 address as BGP Identifier (RFC 6286: any number but 0).</summary>
    public Ip? RouterId(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (!TryAddress(text, out var address) || address.IsIPv6 || address.V4 == 0)
        {
            report.Error(node!, $"`{key}` is an IPv4 address other than 0.0.0.0, not {Shown.Name(text)}");
            return null;
        }

        return address;
    }

    public IpPrefix? Prefix(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (TryAddressAndLength(text, out var address, out var length))
        {
            var prefix = IpPrefix.Create(address, length);
            if (prefix.Address == address)
            {
                return prefix;
            }

            report.Error(node!, $"`{key}`: {address}/{length} has bits set after its length; write {prefix}");
            return null;
        }

        var hint = TryAddress(text, out address) ? $"; write {address}/{address.BitLength} for this one address" : "";
        report.Error(node!, $"`{key}`: {Shown.Name(text)} is not a prefix such as 192.0.2.0/24 or 2001:db8::/32{hint}");
        return null;
    }

    /// <summary>An interface's address with the length of its subnet; host bits belong there. A bare address has no length.</summary>
    public (Ip Address, int? Length)? InterfaceAddress(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (TryAddressAndLength(text, out var address, out var length))
        {
            return (address, length);
        }

        if (TryAddress(text, out address))
        {
            return (address, null);
        }

        report.Error(node!, $"`{key}` is an address with the length of its subnet, such as 203.0.113.1/30, not {Shown.Name(text)}");
        return null;
    }

    /// <param name="lowestPort">0 where the system may choose the port.</param>
    public IPEndPoint? Endpoint(Node? node, string key, int lowestPort, int examplePort)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        var colon = text.LastIndexOf(':');
        var host = colon > 0 ? text[..colon] : "";
        var isBracketed = host is ['[', .., ']'];
        if (colon > 0
            && TryAddress(isBracketed ? host[1..^1] : host, out var address)
            && address.IsIPv6 == isBracketed
            && TryNumber(text[(colon + 1)..], lowestPort, ushort.MaxValue, out var port))
        {
            return new IPEndPoint(address.ToIPAddress(), port);
        }

        report.Error(node!, $"`{key}`: {Shown.Name(text)} is not an address and a port, such as \"127.0.0.1:{examplePort}\" or \"[::1]:{examplePort}\"");
        return null;
    }

    public Family? FamilyName(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (Families.TryParse(text, out var family))
        {
            return family;
        }

        var names = Families.Rows.Select(row => row.Name).ToList();
        var hint = Nearest.Of(text, names) is { } near ? $"; did you mean `{near}`?" : $"; there are {string.Join(", ", names)}";
        report.Error(node!, $"`{key}`: unknown family {Shown.Name(text)}{hint}");
        return null;
    }

    public RouteDistinguisher? Distinguisher(Node? node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (RouteDistinguisher.TryParse(text, out var distinguisher))
        {
            return distinguisher;
        }

        report.Error(node!, $"`{key}`: {Shown.Name(text)} is not a route distinguisher such as \"64500:1\", \"192.0.2.1:1\" or \"4200000000:1\"");
        return null;
    }

    /// <summary>Stricter than the runtime's parser, which also takes brackets, ports and zones.</summary>
    private static bool TryAddress(string text, out Ip address)
    {
        address = default;
        return text.Length is >= 2 and <= 45
            && text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
            && Ip.TryParse(text, out address)
            && !(address.IsIPv6 && address.High == 0 && address.Low >> 32 == 0xFFFF);
    }

    private static bool TryAddressAndLength(string text, out Ip address, out int length)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        length = 0;
        address = default;
        return slash > 0 && TryAddress(text[..slash], out address) && TryNumber(text[(slash + 1)..], 0, address.BitLength, out length);
    }

    private static bool TryNumber(string text, int from, int to, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= from && value <= to;

    private static string AsPlain(string text)
    {
        if (text.StartsWith("AS", StringComparison.OrdinalIgnoreCase) && Asn.TryParse(text[2..], out var asn))
        {
            return $"; write {asn}";
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && TryNumber(text[..dot], 0, ushort.MaxValue, out var high) && TryNumber(text[(dot + 1)..], 0, ushort.MaxValue, out var low)
            ? $"; write {new Asn(((uint)high << 16) | (uint)low)}"
            : "";
    }
}
