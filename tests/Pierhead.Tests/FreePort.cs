using System.Net;
using System.Net.Sockets;

namespace Pierhead.Tests;

/// <summary>
/// Ports for what is about to listen: no two are the same in a run, and none is of the range from which the kernel takes those of connections. A port that the
/// kernel chose and that was let go may be its choice again.
/// </summary>
internal static class FreePort
{
    private const int First = 12_000;
    private const int Count = 20_000;

    private static int _next = Environment.ProcessId * 37 % Count;

    public static int Next()
    {
        while (true)
        {
            var port = First + ((Interlocked.Increment(ref _next) & int.MaxValue) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another program's.
            }
        }
    }
}
