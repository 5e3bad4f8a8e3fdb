using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>
/// Reads the NLRI of labelled unicast (RFC 8277 section 2) and VPN families (RFC 4364 section 4.3.4, RFC 4659 section 3.2). Host bits
/// are cleared. Allocates nothing.
/// <code>
/// [ path identifier (4 octets) ]  length in bits of all that follows (1 octet)
/// label (20 bits) traffic class (3) bottom of stack (1) ...  [ route distinguisher (8 octets) ]  prefix
/// </code>
/// </summary>
public ref struct LabeledNlriReader(ReadOnlySpan<byte> nlri, LabeledNlriForm form)
{
    private const int LabelBits = 24;
    private const int LabelOctets = 3;
    private const int DistinguisherBits = 64;
    private const byte BottomOfStack = 1;

    private readonly ReadOnlySpan<byte> _nlri = nlri;
    private readonly LabeledNlriForm _form = form;
    private int _at;

    /// <summary>Whether all octets are read.</summary>
    public readonly bool AtEnd => _at == _nlri.Length;

    /// <summary>Whether reading stopped before the end: lengths that do not suit the family, a stack without a bottom, or too few octets.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Reads one; false at the end, and where the rest is malformed.</summary>
    public bool TryRead(out LabeledNlri item)
    {
        item = default;
        var rest = _nlri[_at..];
        if (rest.IsEmpty)
        {
            return false;
        }

        var head = _form.AddPath ? 4 : 0;
        if (rest.Length <= head)
        {
            return Fail();
        }

        int bits = rest[head];
        var octets = (bits + 7) >> 3;
        if (octets > rest.Length - head - 1)
        {
            return Fail();
        }

        item.PathId = _form.AddPath ? BinaryPrimitives.ReadUInt32BigEndian(rest) : 0;
        if (!TryReadValue(rest.Slice(head + 1, octets), bits, ref item))
        {
            return Fail();
        }

        _at += head + 1 + octets;
        return true;
    }

    private readonly bool TryReadValue(ReadOnlySpan<byte> value, int bits, ref LabeledNlri item)
    {
        var labels = LabelsLength(value, bits);
        if (labels == 0)
        {
            return false;
        }

        item.Labels = value[..labels];
        bits -= labels * 8;
        value = value[labels..];
        if (_form.HasDistinguisher)
        {
            if (bits < DistinguisherBits)
            {
                return false;
            }

            item.Distinguisher = BinaryPrimitives.ReadUInt64BigEndian(value);
            bits -= DistinguisherBits;
            value = value[8..];
        }

        if (bits > (_form.IsIPv6 ? 128 : 32))
        {
            return false;
        }

        item.Length = (byte)bits;
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        value.CopyTo(address);
        item.High = BinaryPrimitives.ReadUInt64BigEndian(address) & PrefixMask.High(bits);
        item.Low = BinaryPrimitives.ReadUInt64BigEndian(address[8..]) & PrefixMask.Low(bits);
        return true;
    }

    /// <summary>
    /// Octets of the label stack, 0 where it does not fit. Without the Multiple Labels capability there is one label, whatever its bottom-of-stack bit
    /// (RFC 8277 section 2.2); but where the prefix behind it would be longer than an address, the router has sent a stack as RFC 3107 let it, which is
    /// understood. GoBGP 3.10 and ExaBGP 4.2 do so.
    /// </summary>
    private readonly int LabelsLength(ReadOnlySpan<byte> value, int bits)
    {
        var most = LabelBits + (_form.HasDistinguisher ? DistinguisherBits : 0) + (_form.IsIPv6 ? 128 : 32);
        if ((!_form.MultipleLabels || _form.IsWithdrawal) && bits <= most)
        {
            return bits >= LabelBits ? LabelOctets : 0;
        }

        for (var length = LabelOctets; length * 8 <= bits; length += LabelOctets)
        {
            if ((value[length - 1] & BottomOfStack) != 0)
            {
                return length;
            }
        }

        return 0;
    }

    private bool Fail()
    {
        Malformed = true;
        return false;
    }
}
