using System.Buffers.Binary;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>Four-octet AS numbers (RFC 6793 section 3): the value is the sender's own number.</summary>
public sealed class FourOctetAsnCapability(Asn asn) : Capability(CapabilityCode.FourOctetAsn)
{
    public Asn Asn { get; } = asn;

    public override byte[] ToValueBytes()
    {
        var value = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, Asn.Value);
        return value;
    }

    internal static FourOctetAsnCapability Decode(ReadOnlySpan<byte> value) => new(new Asn(BinaryPrimitives.ReadUInt32BigEndian(value)));
}
