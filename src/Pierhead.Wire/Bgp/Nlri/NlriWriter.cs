using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>
/// Writes the prefixes of IPv4 or IPv6 unicast NLRI into a span, as long as they fit. The counterpart of <see cref="NlriReader"/>.
/// </summary>
public ref struct NlriWriter(Span<byte> destination, bool addPath)
{
    private readonly Span<byte> _destination = destination;
    private readonly bool _addPath = addPath;

    /// <summary>Octets written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Appends a prefix of IPv4; false, and nothing written, where it does not fit.</summary>
    public bool TryWriteV4(uint address, byte length, uint pathId = 0)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, address);
        return TryWrite(octets, length, pathId);
    }

    /// <summary>Appends a prefix of IPv6; false, and nothing written, where it does not fit.</summary>
    public bool TryWriteV6(ulong high, ulong low, byte length, uint pathId = 0)
    {
        Span<byte> octets = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(octets, high);
        BinaryPrimitives.WriteUInt64BigEndian(octets[8..], low);
        return TryWrite(octets, length, pathId);
    }

    /// <summary>Appends octets that are NLRI already; false, and nothing written, where they do not fit.</summary>
    public bool TryWriteOctets(ReadOnlySpan<byte> nlri)
    {
        if (nlri.Length > _destination.Length - Length)
        {
            return false;
        }

        nlri.CopyTo(_destination[Length..]);
        Length += nlri.Length;
        return true;
    }

    private bool TryWrite(scoped ReadOnlySpan<byte> address, byte length, uint pathId)
    {
        var octets = (length + 7) >> 3;
        var head = _addPath ? 4 : 0;
        var rest = _destination[Length..];
        if (rest.Length < head + 1 + octets)
        {
            return false;
        }

        if (_addPath)
        {
            BinaryPrimitives.WriteUInt32BigEndian(rest, pathId);
        }

        rest[head] = length;
        address[..octets].CopyTo(rest[(head + 1)..]);
        Length += head + 1 + octets;
        return true;
    }
}
