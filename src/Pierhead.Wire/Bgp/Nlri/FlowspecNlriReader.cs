using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>
/// Finds the rules in the NLRI of a Flowspec family (RFC 8955 section 4.1); what is in them is not looked at. Allocates nothing.
/// <code>
/// [ path identifier (4 octets) ]  length (1 octet below 240, else 2: 0xF and 12 bits)
/// [ route distinguisher (8 octets, RFC 8955 section 8) ]  components
/// </code>
/// </summary>
public ref struct FlowspecNlriReader(ReadOnlySpan<byte> nlri, bool addPath)
{
    private const byte LongLength = 0xF0;

    private readonly ReadOnlySpan<byte> _nlri = nlri;
    private readonly int _head = addPath ? 4 : 0;
    private int _at;

    /// <summary>Whether all octets are read.</summary>
    public readonly bool AtEnd => _at == _nlri.Length;

    /// <summary>Whether reading stopped before the end.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Finds the next rule; false at the end, and where the rest is malformed.</summary>
    public bool TryRead(out FlowspecNlri item)
    {
        item = default;
        var rest = _nlri[_at..];
        if (rest.IsEmpty)
        {
            return false;
        }

        if (rest.Length <= _head)
        {
            return Fail();
        }

        var lengthOctets = rest[_head] < LongLength ? 1 : 2;
        var begin = _head + lengthOctets;
        if (rest.Length < begin)
        {
            return Fail();
        }

        var length = lengthOctets == 1 ? rest[_head] : BinaryPrimitives.ReadUInt16BigEndian(rest[_head..]) & 0x0FFF;
        if (length > rest.Length - begin)
        {
            return Fail();
        }

        item.PathId = _head == 0 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(rest);
        item.Value = rest.Slice(begin, length);
        _at += begin + length;
        return true;
    }

    private bool Fail()
    {
        Malformed = true;
        return false;
    }
}
