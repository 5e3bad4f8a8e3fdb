using System.Net;
using System.Net.Sockets;
using Pierhead.Model.Snapshot;

namespace Pierhead.Simulate.Sessions;

/// <summary>Sets the key of a TCP MD5 signature (RFC 2385) on a Linux socket that is about to connect.</summary>
internal static class TcpMd5
{
    /// <summary>TCP_MD5SIG_MAXKEYLEN.</summary>
    public const int MaximumKeyLength = 80;

    private const int Tcp = 6;
    private const int TcpMd5Sig = 14;

    /// <summary>
    /// <code>
    /// struct tcp_md5sig: address (sockaddr_storage, 128)  flags (1)  prefix length (1)  key length (2)  interface (4)  key (80)
    /// </code>
    /// </summary>
    public static void Apply(Socket socket, IPEndPoint peer, Secret key)
    {
        var octets = key.Reveal();
        if (octets.Length is 0 or > MaximumKeyLength)
        {
            throw new ArgumentException($"A TCP MD5 key has 1 to {MaximumKeyLength} octets, not {octets.Length}.", nameof(key));
        }

        Span<byte> option = stackalloc byte[128 + 8 + MaximumKeyLength];
        option.Clear();
        var address = peer.Serialize();
        address.Buffer.Span[..address.Size].CopyTo(option);

        // struct fields are in the host's order.
        BitConverter.TryWriteBytes(option[130..], (ushort)octets.Length);
        octets.CopyTo(option[136..]);
        socket.SetRawSocketOption(Tcp, TcpMd5Sig, option);
    }
}
