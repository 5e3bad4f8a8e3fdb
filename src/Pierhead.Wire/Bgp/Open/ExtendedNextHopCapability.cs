using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>
/// Extended next hop encoding (RFC 8950 section 4).
/// <code>
/// repeated: NLRI AFI (2 octets)  NLRI SAFI (2)  next hop AFI (2)
/// </code>
/// </summary>
public sealed class ExtendedNextHopCapability(IReadOnlyList<ExtendedNextHop> items) : Capability(CapabilityCode.ExtendedNextHop)
{
    public IReadOnlyList<ExtendedNextHop> Items { get; } = items;

    public override byte[] ToValueBytes()
    {
        var value = new byte[Items.Count * 6];
        for (var index = 0; index < Items.Count; index++)
        {
            var item = value.AsSpan(index * 6);
            BinaryPrimitives.WriteUInt16BigEndian(item, Items[index].Afi);
            BinaryPrimitives.WriteUInt16BigEndian(item[2..], Items[index].Safi);
            BinaryPrimitives.WriteUInt16BigEndian(item[4..], Items[index].NextHopAfi);
        }

        return value;
    }

    internal static ExtendedNextHopCapability Decode(ReadOnlySpan<byte> value)
    {
        var items = new ExtendedNextHop[value.Length / 6];
        for (var index = 0; index < items.Length; index++)
        {
            var item = value[(index * 6)..];
            items[index] = new ExtendedNextHop(
                BinaryPrimitives.ReadUInt16BigEndian(item),
                BinaryPrimitives.ReadUInt16BigEndian(item[2..]),
                BinaryPrimitives.ReadUInt16BigEndian(item[4..]));
        }

        return new ExtendedNextHopCapability(items);
    }
}
