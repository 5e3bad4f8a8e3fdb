using System.Net;
using System.Net.Sockets;

namespace Pierhead.Simulate.Sessions;

/// <summary>Makes the socket of a router: from its own address, signed where it has a key, with the TTL that GTSM asks for.</summary>
internal static class SessionSocket
{
    private const int IpLevel = 0;
    private const int IpBindAddressNoPort = 24;

    public static async Task<Socket> ConnectAsync(RouterPlan plan, IPEndPoint target, CancellationToken stop)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Prepare(socket, plan, target);
            await socket.ConnectAsync(target, stop).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Prepare(Socket socket, RouterPlan plan, IPEndPoint target)
    {
        socket.NoDelay = true;

        // RFC 5082 section 3.
        socket.Ttl = 255;
        if (OperatingSystem.IsLinux())
        {
            // The port is chosen when connecting, so that routers that share an address do not run out of ports.
            socket.SetRawSocketOption(IpLevel, IpBindAddressNoPort, BitConverter.GetBytes(1));
        }

        try
        {
            socket.Bind(new IPEndPoint(plan.LocalAddress, 0));
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new IOException($"{plan.LocalAddress} is not an address of this host; add it to an interface, or choose another", failure);
        }

        if (plan.Md5Key is { } key)
        {
            TcpMd5.Apply(socket, target, key);
        }
    }
}
