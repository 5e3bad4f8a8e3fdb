using System.Globalization;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Flowspec;

/// <summary>Reads the text of a rule: see <see cref="FlowspecRule"/>. Used once.</summary>
internal sealed class FlowspecParser(bool ipv6)
{
    private readonly List<byte> _octets = [];

    /// <summary>What is wrong, where there is something.</summary>
    public string Problem { get; private set; } = "";

    public byte[] ToArray() => [.. _octets];

    public bool TryParse(string text)
    {
        var words = text.Split(' ');
        FlowspecType last = 0;
        for (var index = 0; index < words.Length; index += 2)
        {
            if (!FlowspecTypes.TryFind(words[index], ipv6, out var type))
            {
                var names = Enumerable.Range(1, (int)FlowspecTypes.Last(ipv6)).Select(each => ((FlowspecType)each).Name());
                return Fail($"'{words[index]}' is not a component; it is one of: {string.Join(", ", names)}");
            }

            if (type <= last)
            {
                return Fail($"'{words[index]}' stands after '{last.Name()}'; components come once each, in the order of their types");
            }

            if (index + 1 == words.Length)
            {
                return Fail($"'{words[index]}' has no value");
            }

            last = type;
            _octets.Add((byte)type);
            if (!(type.IsPrefix() ? TryPrefix(words[index + 1]) : TryValues(type, words[index + 1])))
            {
                return false;
            }
        }

        return _octets.Count <= FlowspecNlriWriter.LongestValue
            || Fail($"it takes {_octets.Count} octets, more than a rule can have");
    }

    private bool TryPrefix(string word)
    {
        var parts = word.Split('/');
        if (parts.Length == 2 && IpPrefix.TryParse(word, out var prefix) && prefix.IsIPv6 == ipv6)
        {
            Span<byte> address = stackalloc byte[16];
            _ = prefix.Address.WriteTo(address);
            _octets.Add(prefix.Length);
            if (ipv6)
            {
                _octets.Add(0);
            }

            _octets.AddRange(address[..((prefix.Length + 7) >> 3)]);
            return true;
        }

        return ipv6 && parts.Length == 3
            ? TryPattern(word, parts)
            : Fail($"'{word}' is not a prefix such as {(ipv6 ? "2001:db8::/32" : "203.0.113.0/24")}, host bits zero");
    }

    private bool TryPattern(string word, string[] parts)
    {
        if (!IpPrefix.TryParse($"{parts[0]}/{parts[1]}", out var prefix) || !prefix.IsIPv6
            || !DecimalText.TryParse(parts[2], out byte offset)
            || offset == 0 || offset >= prefix.Length
            || (offset <= 64 ? prefix.Address.High >> (64 - offset) : prefix.Address.High | prefix.Address.Low >> (128 - offset)) != 0)
        {
            return Fail($"'{word}' is not a prefix with an offset such as ::1234:0:0/96/64, bits before the offset zero");
        }

        Span<byte> address = stackalloc byte[16];
        _ = prefix.Address.WriteTo(address);
        _octets.Add(prefix.Length);
        _octets.Add(offset);
        _octets.AddRange(PatternBits.Gather(address, offset, prefix.Length));
        return true;
    }

    private bool TryValues(FlowspecType type, string word)
    {
        var rest = word.AsSpan();
        byte join = 0;
        while (true)
        {
            var end = rest.IndexOfAny('|', '&');
            var value = end < 0 ? rest : rest[..end];
            var at = _octets.Count;
            if (!TryValue(type, value))
            {
                return Fail($"'{value}' in '{type.Name()} {word}' is not a value such as {(type.IsBitmask() ? $"={type.Bits()[1]}" : "=80 or >=1024")}");
            }

            _octets[at] |= join;
            if (end < 0)
            {
                _octets[at] |= FlowspecOperator.End;
                return true;
            }

            join = rest[end] == '&' ? FlowspecOperator.And : (byte)0;
            rest = rest[(end + 1)..];
        }
    }

    private bool TryValue(FlowspecType type, ReadOnlySpan<char> text)
    {
        var comparison = FlowspecOperator.Take(ref text, type.IsBitmask());
        if (comparison == byte.MaxValue || !TryLength(ref text, out var length))
        {
            return false;
        }

        var isRead = type.IsBitmask() ? TryFlags(type, text, out var number) : TryNumber(comparison, text, out number);
        var shortest = FlowspecOperator.Shortest(number);
        length = length == 0 ? shortest : length;

        // A length is written only where it says more than the value.
        if (!isRead || length < shortest || (length == shortest && _hasLength))
        {
            return false;
        }

        _octets.Add((byte)(comparison | FlowspecOperator.LengthBits(length)));
        for (var octet = length - 1; octet >= 0; octet--)
        {
            _octets.Add((byte)(number >> (octet * 8)));
        }

        return true;
    }

    private bool _hasLength;

    private bool TryLength(ref ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        var slash = text.IndexOf('/');
        _hasLength = slash >= 0;
        if (!_hasLength)
        {
            return true;
        }

        length = text[(slash + 1)..] switch { "2" => 2, "4" => 4, "8" => 8, _ => 0 };
        text = text[..slash];
        return length != 0;
    }

    private static bool TryNumber(byte comparison, ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        if (comparison is 0 or FlowspecOperator.NumericBits)
        {
            if (text.IsEmpty)
            {
                return true;
            }

            if (text[0] != '(' || text[^1] != ')')
            {
                return false;
            }

            text = text[1..^1];
            return DecimalText.TryParse(text, out number) && number != 0;
        }

        return DecimalText.TryParse(text, out number);
    }

    private static bool TryFlags(FlowspecType type, ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        var names = type.Bits();
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
                && (text[2] != '0' || text.Length == 3)
                && (number == 0 || number >> names.Length != 0);
        }

        foreach (var range in text.Split('+'))
        {
            var bit = names.IndexOf(text[range].ToString());

            // In the order of the bits, each once.
            if (bit < 0 || number >> bit != 0)
            {
                return false;
            }

            number |= 1UL << bit;
        }

        return true;
    }

    private bool Fail(string problem)
    {
        Problem = problem;
        return false;
    }
}
