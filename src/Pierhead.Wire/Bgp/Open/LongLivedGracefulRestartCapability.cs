using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>
/// Long-lived graceful restart (RFC 9494 section 3.1).
/// <code>
/// repeated: AFI (2 octets)  SAFI (1)  F (1 bit)  reserved (7)  stale time in seconds (3 octets)
/// </code>
/// </summary>
public sealed class LongLivedGracefulRestartCapability(IReadOnlyList<LongLivedFamily> items)
    : Capability(CapabilityCode.LongLivedGracefulRestart)
{
    public IReadOnlyList<LongLivedFamily> Items { get; } = items;

    public override byte[] ToValueBytes()
    {
        var value = new byte[Items.Count * 7];
        for (var index = 0; index < Items.Count; index++)
        {
            var item = value.AsSpan(index * 7);
            BinaryPrimitives.WriteUInt16BigEndian(item, Items[index].Afi);
            BinaryPrimitives.WriteUInt32BigEndian(item[3..], Items[index].StaleTime & 0xFF_FFFF);
            item[2] = Items[index].Safi;
            item[3] = (byte)(Items[index].ForwardingPreserved ? 0x80 : 0);
        }

        return value;
    }

    internal static LongLivedGracefulRestartCapability Decode(ReadOnlySpan<byte> value)
    {
        var items = new LongLivedFamily[value.Length / 7];
        for (var index = 0; index < items.Length; index++)
        {
            var item = value[(index * 7)..];
            items[index] = new LongLivedFamily(
                BinaryPrimitives.ReadUInt16BigEndian(item),
                item[2],
                (item[3] & 0x80) != 0,
                BinaryPrimitives.ReadUInt32BigEndian(item[3..]) & 0xFF_FFFF);
        }

        return new LongLivedGracefulRestartCapability(items);
    }
}
