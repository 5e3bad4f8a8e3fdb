using System.Buffers.Binary;
using System.Security.Cryptography;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Linux;

/// <summary>
/// TCP MD5 keys of a listening socket (RFC 2385; <c>struct tcp_md5sig</c> of linux/tcp.h). With a key the kernel drops segments
/// that are unsigned or signed by another key, and signs what is sent; an accepted socket takes its key along.
/// </summary>
internal static class TcpMd5Key
{
    /// <summary>The kernel's limit for a key, in octets.</summary>
    internal const int MaxLength = 80;

    private const int Size = 216;
    private const int FlagsOffset = 128;
    private const int PrefixLengthOffset = 129;
    private const int KeyLengthOffset = 130;
    private const int KeyOffset = 136;
    private const byte FlagPrefix = 1;

    /// <summary>Sets or replaces the key for a prefix; a prefix of full length is a single address. Returns 0 or the error number.</summary>
    internal static int TrySet(int fd, IpPrefix peer, ReadOnlySpan<byte> key)
    {
        if (key.Length > MaxLength)
        {
            return Errno.InvalidArgument;
        }

        Span<byte> option = stackalloc byte[Size];
        option.Clear();
        SocketAddress.Write(peer.Address, 0, option);
        option[FlagsOffset] = FlagPrefix;
        option[PrefixLengthOffset] = peer.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(option[KeyLengthOffset..], (ushort)key.Length);
        key.CopyTo(option[KeyOffset..]);
        var error = SocketOption.TrySet(fd, SocketOption.LevelTcp, SocketOption.TcpMd5SigExt, option);
        CryptographicOperations.ZeroMemory(option);
        return error;
    }

    /// <summary>Removes the key of a prefix; one that is not there is no error.</summary>
    internal static int TryRemove(int fd, IpPrefix peer)
    {
        var error = TrySet(fd, peer, []);
        return error == Errno.NoEntry ? 0 : error;
    }
}
