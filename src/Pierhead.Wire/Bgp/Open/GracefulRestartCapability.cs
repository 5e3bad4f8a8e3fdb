using System.Buffers.Binary;

namespace Pierhead.Wire.Bgp.Open;

/// <summary>
/// Graceful restart (RFC 4724 section 3) with the N bit of RFC 8538 section 2.
/// <code>
/// R (1 bit)  N (1)  reserved (2)  restart time in seconds (12)
/// repeated: AFI (2 octets)  SAFI (1)  F (1 bit)  reserved (7)
/// </code>
/// </summary>
public sealed class GracefulRestartCapability(
    bool restarting, bool notification, ushort restartTime, IReadOnlyList<GracefulRestartFamily> items)
    : Capability(CapabilityCode.GracefulRestart)
{
    private const ushort RestartTimeMask = 0x0FFF;

    /// <summary>Whether the speaker has restarted (the R bit).</summary>
    public bool Restarting { get; } = restarting;

    /// <summary>Whether graceful restart also follows NOTIFICATION and hold timer expiry (the N bit).</summary>
    public bool Notification { get; } = notification;

    /// <summary>Seconds until the session is expected to be back.</summary>
    public ushort RestartTime { get; } = (ushort)(restartTime & RestartTimeMask);

    public IReadOnlyList<GracefulRestartFamily> Items { get; } = items;

    public override byte[] ToValueBytes()
    {
        var value = new byte[2 + (Items.Count * 4)];
        var head = RestartTime | (Restarting ? 0x8000 : 0) | (Notification ? 0x4000 : 0);
        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)head);
        for (var index = 0; index < Items.Count; index++)
        {
            var item = value.AsSpan(2 + (index * 4));
            BinaryPrimitives.WriteUInt16BigEndian(item, Items[index].Afi);
            item[2] = Items[index].Safi;
            item[3] = (byte)(Items[index].ForwardingPreserved ? 0x80 : 0);
        }

        return value;
    }

    internal static GracefulRestartCapability Decode(ReadOnlySpan<byte> value)
    {
        var head = BinaryPrimitives.ReadUInt16BigEndian(value);
        var items = new GracefulRestartFamily[value.Length / 4];
        for (var index = 0; index < items.Length; index++)
        {
            var item = value[(2 + (index * 4))..];
            items[index] = new GracefulRestartFamily(BinaryPrimitives.ReadUInt16BigEndian(item), item[2], (item[3] & 0x80) != 0);
        }

        return new GracefulRestartCapability((head & 0x8000) != 0, (head & 0x4000) != 0, head, items);
    }
}
