using System.Text;

namespace Pierhead.Routing.Image;

/// <summary>Reads the fields of a payload. What does not fit is not read, and <see cref="IsBroken"/> says so at the end.</summary>
internal ref struct ImageFields(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    /// <summary>Whether something was asked for that was not there.</summary>
    public bool IsBroken { get; private set; }

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        var span = Raw(1);
        return span.IsEmpty ? (byte)0 : span[0];
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var octet = Byte();
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }

        IsBroken = true;
        return 0;
    }

    public long Zigzag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlySpan<byte> Octets() => Raw(Varint());

    public ReadOnlySpan<byte> Raw(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            IsBroken = true;
            _rest = default;
            return default;
        }

        var span = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return span;
    }

    public string Text() => Encoding.UTF8.GetString(Octets());
}
