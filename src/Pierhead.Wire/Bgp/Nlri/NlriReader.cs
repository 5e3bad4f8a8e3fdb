using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>
/// Reads the prefixes of IPv4 or IPv6 unicast NLRI (RFC 4271 section 4.3, RFC 4760 section 5), with path identifiers where
/// ADD-PATH was negotiated (RFC 7911 section 3). Host bits are cleared. Allocates nothing.
/// <code>
/// [ path identifier (4 octets) ]  length in bits (1 octet)  prefix (as many octets as hold the length)
/// </code>
/// </summary>
public ref struct NlriReader(ReadOnlySpan<byte> nlri, bool ipv6, bool addPath)
{
    private readonly ReadOnlySpan<byte> _nlri = nlri;
    private int _at;

    public readonly bool IsIPv6 { get; } = ipv6;

    public readonly bool AddPath { get; } = addPath;

    /// <summary>Whether all octets are read.</summary>
    public readonly bool AtEnd => _at == _nlri.Length;

    /// <summary>Octets read so far.</summary>
    public readonly int Position => _at;

    /// <summary>Whether reading stopped before the end: a length past the family's, or too few octets.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Reads a prefix of IPv4; false at the end, and where the rest is malformed.</summary>
    public bool TryReadV4(out uint address, out byte length, out uint pathId)
    {
        var rest = _nlri[_at..];
        pathId = 0;
        var head = 0;
        if (AddPath && rest.Length >= 4)
        {
            pathId = BinaryPrimitives.ReadUInt32BigEndian(rest);
            head = 4;
        }

        // The usual case: four octets can be read whole, whatever the length says, because more follows.
        if (rest.Length >= head + 5 && (head != 0 || !AddPath))
        {
            length = rest[head];
            if (length <= 32)
            {
                address = BinaryPrimitives.ReadUInt32BigEndian(rest[(head + 1)..]) & MaskV4(length);
                _at += head + 1 + ((length + 7) >> 3);
                return true;
            }
        }

        return TryReadLastV4(out address, out length, out pathId);
    }

    /// <summary>Reads a prefix of IPv6; false at the end, and where the rest is malformed.</summary>
    public bool TryReadV6(out ulong high, out ulong low, out byte length, out uint pathId)
    {
        var rest = _nlri[_at..];
        pathId = 0;
        var head = 0;
        if (AddPath && rest.Length >= 4)
        {
            pathId = BinaryPrimitives.ReadUInt32BigEndian(rest);
            head = 4;
        }

        if (rest.Length >= head + 17 && (head != 0 || !AddPath))
        {
            length = rest[head];
            if (length <= 128)
            {
                high = BinaryPrimitives.ReadUInt64BigEndian(rest[(head + 1)..]) & MaskHigh(length);
                low = BinaryPrimitives.ReadUInt64BigEndian(rest[(head + 9)..]) & MaskLow(length);
                _at += head + 1 + ((length + 7) >> 3);
                return true;
            }
        }

        return TryReadLastV6(out high, out low, out length, out pathId);
    }

    private bool TryReadLastV4(out uint address, out byte length, out uint pathId)
    {
        Span<byte> octets = stackalloc byte[4];
        var read = TryReadLast(octets, out length, out pathId);
        address = BinaryPrimitives.ReadUInt32BigEndian(octets) & MaskV4(length);
        return read;
    }

    private bool TryReadLastV6(out ulong high, out ulong low, out byte length, out uint pathId)
    {
        Span<byte> octets = stackalloc byte[16];
        var read = TryReadLast(octets, out length, out pathId);
        high = BinaryPrimitives.ReadUInt64BigEndian(octets) & MaskHigh(length);
        low = BinaryPrimitives.ReadUInt64BigEndian(octets[8..]) & MaskLow(length);
        return read;
    }

    private bool TryReadLast(scoped Span<byte> address, out byte length, out uint pathId)
    {
        address.Clear();
        length = 0;
        pathId = 0;
        var rest = _nlri[_at..];
        if (rest.IsEmpty)
        {
            return false;
        }

        var head = AddPath ? 4 : 0;
        var octets = rest.Length > head ? (rest[head] + 7) >> 3 : int.MaxValue;
        if (octets > address.Length || octets > rest.Length - head - 1 || rest[head] > address.Length * 8)
        {
            Malformed = true;
            return false;
        }

        pathId = AddPath ? BinaryPrimitives.ReadUInt32BigEndian(rest) : 0;
        length = rest[head];
        rest.Slice(head + 1, octets).CopyTo(address);
        _at += head + 1 + octets;
        return true;
    }

    private static uint MaskV4(byte length) => (uint)(0xFFFF_FFFF_0000_0000UL >> length);

    private static ulong MaskHigh(byte length) => length >= 64 ? ulong.MaxValue : ~(ulong.MaxValue >> length);

    private static ulong MaskLow(byte length) => length <= 64 ? 0 : ulong.MaxValue << (128 - length);
}
