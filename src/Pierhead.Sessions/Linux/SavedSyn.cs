namespace Pierhead.Sessions.Linux;

/// <summary>
/// The SYN that opened an accepted connection, as TCP_SAVE_SYN keeps it: the IP header comes first. The only place where the
/// TTL of the first packet can be seen, which GTSM (RFC 5082) has to judge too.
/// </summary>
internal static class SavedSyn
{
    private const int TtlOffsetV4 = 8;
    private const int HopLimitOffsetV6 = 7;

    /// <summary>TTL or hop limit of the SYN, or null when the kernel kept none.</summary>
    internal static int? ReadTtl(int fd)
    {
        Span<byte> packet = stackalloc byte[256];
        var length = SocketOption.Get(fd, SocketOption.LevelTcp, SocketOption.TcpSavedSyn, packet);
        return length <= 0 ? null : ParseTtl(packet[..length]);
    }

    internal static int? ParseTtl(ReadOnlySpan<byte> packet) => packet.Length < 20
        ? null
        : (packet[0] >> 4) switch
        {
            4 => packet[TtlOffsetV4],
            6 => packet[HopLimitOffsetV6],
            _ => null,
        };

    /// <summary>The least TTL of a router that is at most so many hops away (RFC 5082 section 3: sent with 255).</summary>
    internal static int MinimumTtl(int hops) => Math.Max(1, 256 - hops);
}
