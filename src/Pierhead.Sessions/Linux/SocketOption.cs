namespace Pierhead.Sessions.Linux;

/// <summary>Socket options by number, and how to set and read them.</summary>
internal static class SocketOption
{
    internal const int LevelSocket = 1;
    internal const int LevelIp = 0;
    internal const int LevelTcp = 6;
    internal const int LevelIpv6 = 41;

    internal const int ReuseAddress = 2;
    internal const int ReceiveBuffer = 8;
    internal const int Linger = 13;
    internal const int ReusePort = 15;
    internal const int AttachReusePortProgram = 51;

    internal const int IpTypeOfService = 1;
    internal const int IpTtl = 2;
    internal const int IpMinimumTtl = 21;

    internal const int Ipv6UnicastHops = 16;
    internal const int Ipv6Only = 26;
    internal const int Ipv6TrafficClass = 67;
    internal const int Ipv6MinimumHopCount = 73;

    internal const int TcpNoDelay = 1;
    internal const int TcpMd5Sig = 14;
    internal const int TcpSaveSyn = 27;
    internal const int TcpSavedSyn = 28;
    internal const int TcpMd5SigExt = 32;

    /// <summary>Octets sent and not acknowledged, unsent ones included (SIOCOUTQ).</summary>
    internal const uint OutputQueue = 0x5411;

    /// <summary>Octets received and not read (FIONREAD).</summary>
    internal const uint InputQueue = 0x541B;

    internal static unsafe void Set(int fd, int level, int name, int value)
    {
        if (Libc.SetSocketOption(fd, level, name, (byte*)&value, sizeof(int)) < 0)
        {
            throw Errno.Exception($"setsockopt({level}, {name})");
        }
    }

    /// <summary>Sets an option of several octets; returns 0 or the error number.</summary>
    internal static unsafe int TrySet(int fd, int level, int name, ReadOnlySpan<byte> value)
    {
        fixed (byte* at = value)
        {
            return Libc.SetSocketOption(fd, level, name, at, value.Length) < 0 ? Errno.Last : 0;
        }
    }

    /// <summary>Reads an option and returns its length, or -1.</summary>
    internal static unsafe int Get(int fd, int level, int name, Span<byte> value)
    {
        var length = value.Length;
        fixed (byte* at = value)
        {
            return Libc.GetSocketOption(fd, level, name, at, &length) < 0 ? -1 : length;
        }
    }

    /// <summary>Octets in a queue of the socket; 0 where the kernel does not say.</summary>
    internal static unsafe int Queue(int fd, uint which)
    {
        var count = 0;
        return Libc.Ioctl(fd, which, &count) < 0 ? 0 : count;
    }
}
