using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>
/// ADD-PATH (RFC 7911 section 4).
/// <code>
/// repeated: AFI (2 octets)  SAFI (1)  send/receive (1)
/// </code>
/// </summary>
public sealed class AddPathCapability(IReadOnlyList<AddPathFamily> items) : Capability(CapabilityCode.AddPath)
{
    public IReadOnlyList<AddPathFamily> Items { get; } = items;

    public override byte[] ToValueBytes()
    {
        var value = new byte[Items.Count * 4];
        for (var index = 0; index < Items.Count; index++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(index * 4), Items[index].Afi);
            value[(index * 4) + 2] = Items[index].Safi;
            value[(index * 4) + 3] = (byte)Items[index].Mode;
        }

        return value;
    }

    internal static AddPathCapability Decode(ReadOnlySpan<byte> value)
    {
        var items = new AddPathFamily[value.Length / 4];
        for (var index = 0; index < items.Length; index++)
        {
            var item = value[(index * 4)..];
            items[index] = new AddPathFamily(BinaryPrimitives.ReadUInt16BigEndian(item), item[2], (AddPathMode)item[3]);
        }

        return new AddPathCapability(items);
    }
}
