using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>A family whose prefixes may carry several labels, and how many the speaker takes.</summary>
/// <param name="Afi">Its AFI.</param>
/// <param name="Safi">Its SAFI.</param>
/// <param name="Count">Labels at most; 255 for no limit (RFC 8277 section 2.1).</param>
public readonly record struct MultipleLabelsFamily(ushort Afi, byte Safi, byte Count);

/// <summary>
/// Multiple labels (RFC 8277 section 2.1).
/// <code>
/// repeated: AFI (2 octets)  SAFI (1)  count (1)
/// </code>
/// </summary>
public sealed class MultipleLabelsCapability(IReadOnlyList<MultipleLabelsFamily> items) : Capability(CapabilityCode.MultipleLabels)
{
    public IReadOnlyList<MultipleLabelsFamily> Items { get; } = items;

    public override byte[] ToValueBytes()
    {
        var value = new byte[Items.Count * 4];
        for (var index = 0; index < Items.Count; index++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(index * 4), Items[index].Afi);
            value[(index * 4) + 2] = Items[index].Safi;
            value[(index * 4) + 3] = Items[index].Count;
        }

        return value;
    }

    internal static MultipleLabelsCapability Decode(ReadOnlySpan<byte> value)
    {
        var items = new MultipleLabelsFamily[value.Length / 4];
        for (var index = 0; index < items.Length; index++)
        {
            var item = value[(index * 4)..];
            items[index] = new MultipleLabelsFamily(BinaryPrimitives.ReadUInt16BigEndian(item), item[2], item[3]);
        }

        return new MultipleLabelsCapability(items);
    }
}
