using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>
/// Multiprotocol extensions (RFC 4760 section 8).
/// <code>
/// AFI (2 octets)  reserved (1)  SAFI (1)
/// </code>
/// </summary>
public sealed class MultiProtocolCapability(ushort afi, byte safi) : Capability(CapabilityCode.MultiProtocol)
{
    public MultiProtocolCapability(Family family)
        : this(family.Row().Afi, family.Row().Safi)
    {
    }

    public ushort Afi { get; } = afi;

    public byte Safi { get; } = safi;

    public override byte[] ToValueBytes() => [(byte)(Afi >> 8), (byte)Afi, 0, Safi];

    internal static MultiProtocolCapability Decode(ReadOnlySpan<byte> value) =>
        new(BinaryPrimitives.ReadUInt16BigEndian(value), value[3]);
}
