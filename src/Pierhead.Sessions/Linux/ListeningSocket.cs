using System.Net;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Linux;

/// <summary>A non-blocking listening socket for BGP, of one address family.</summary>
internal sealed class ListeningSocket : IDisposable
{
    private const int Stream = 1;
    private const int NonBlockingCloseOnExec = 0x80800;
    private const int Backlog = 1024;

    // RFC 5082 section 3: a router with GTSM takes our SYN-ACK only when it was sent with 255.
    private const int FullTtl = 255;

    // CS6, network control: what routers give their own BGP packets.
    private const int TypeOfService = 0xC0;

    // Twice a lane's turn. Left to itself the kernel lets each router fill many megabytes, and with hundreds of full tables at once it runs
    // out of memory for TCP (net.ipv4.tcp_mem) and drops what had arrived.
    private const int ReceiveBuffer = 512 * 1024;

    private ListeningSocket(int fd, IPEndPoint endpoint)
    {
        Fd = fd;
        Endpoint = endpoint;
        IsIPv6 = endpoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
    }

    internal int Fd { get; }

    /// <summary>Where it is bound, with the port that the kernel chose where 0 was asked for.</summary>
    internal IPEndPoint Endpoint { get; private set; }

    internal bool IsIPv6 { get; }

    /// <summary>Binds without listening, so that keys can be set before the first connection is let in.</summary>
    /// <param name="isShared">Whether others may be bound there that are shared too (SO_REUSEPORT).</param>
    internal static ListeningSocket Bind(IPEndPoint endpoint, bool isShared)
    {
        var ipv6 = endpoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        var fd = Libc.Socket(ipv6 ? SocketAddress.InterNetworkV6 : SocketAddress.InterNetwork, Stream | NonBlockingCloseOnExec, 0);
        if (fd < 0)
        {
            throw new ListenException(endpoint, Errno.Last);
        }

        var socket = new ListeningSocket(fd, endpoint);
        try
        {
            if (isShared)
            {
                socket.Share();
            }

            socket.Prepare();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>From now on others that are shared may be bound where this one is.</summary>
    internal void Share() => SocketOption.Set(Fd, SocketOption.LevelSocket, SocketOption.ReusePort, 1);

    internal void Listen()
    {
        if (Libc.Listen(Fd, Backlog) < 0)
        {
            throw new ListenException(Endpoint, Errno.Last);
        }
    }

    /// <summary>Takes the next connection; -1 when there is none, with the error number otherwise.</summary>
    internal unsafe int Accept(out Ip source, out int error)
    {
        var address = stackalloc byte[SocketAddress.MaxLength];
        var length = SocketAddress.MaxLength;
        var fd = Libc.Accept(Fd, address, &length, NonBlockingCloseOnExec);
        error = fd < 0 ? Errno.Last : 0;
        source = fd < 0 ? default : SocketAddress.Read(new ReadOnlySpan<byte>(address, length)).Address;
        return fd;
    }

    public void Dispose() => _ = Libc.Close(Fd);

    private unsafe void Prepare()
    {
        SocketOption.Set(Fd, SocketOption.LevelSocket, SocketOption.ReuseAddress, 1);
        SocketOption.Set(Fd, SocketOption.LevelSocket, SocketOption.ReceiveBuffer, ReceiveBuffer);
        SocketOption.Set(Fd, SocketOption.LevelTcp, SocketOption.TcpNoDelay, 1);
        SocketOption.Set(Fd, SocketOption.LevelTcp, SocketOption.TcpSaveSyn, 1);
        if (IsIPv6)
        {
            SocketOption.Set(Fd, SocketOption.LevelIpv6, SocketOption.Ipv6Only, 1);
            SocketOption.Set(Fd, SocketOption.LevelIpv6, SocketOption.Ipv6UnicastHops, FullTtl);
            SocketOption.Set(Fd, SocketOption.LevelIpv6, SocketOption.Ipv6TrafficClass, TypeOfService);
        }
        else
        {
            SocketOption.Set(Fd, SocketOption.LevelIp, SocketOption.IpTtl, FullTtl);
            SocketOption.Set(Fd, SocketOption.LevelIp, SocketOption.IpTypeOfService, TypeOfService);
        }

        var address = stackalloc byte[SocketAddress.MaxLength];
        var length = SocketAddress.Write(Endpoint, new Span<byte>(address, SocketAddress.MaxLength));
        if (Libc.Bind(Fd, address, length) < 0)
        {
            throw new ListenException(Endpoint, Errno.Last);
        }

        length = SocketAddress.MaxLength;
        if (Libc.GetSocketName(Fd, address, &length) == 0)
        {
            Endpoint = new IPEndPoint(Endpoint.Address, SocketAddress.Read(new ReadOnlySpan<byte>(address, length)).Port);
        }
    }
}
