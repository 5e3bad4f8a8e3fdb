using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pierhead.Interop.Tests.Network;

/// <summary>
/// Sockets of a namespace, for use by this process, which stays where it is: a socket belongs to the namespace of the thread
/// that makes it, for all its life.
/// </summary>
internal static class NamespaceSocket
{
    private const int CloneNewNetwork = 0x40000000;

    public static Socket Create(NetworkNamespace space, Func<Socket> make) => Create(space.Name, make);

    public static Socket Create(string space, Func<Socket> make)
    {
        Socket? socket = null;
        Exception? failure = null;

        // A thread of its own: it enters the namespace and ends there, so no pooled thread can be left inside.
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/run/netns/{space}");
                if (SetNamespace((int)file.DangerousGetHandle(), CloneNewNetwork) != 0)
                {
                    throw new SocketException(Marshal.GetLastPInvokeError());
                }

                socket = make();
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException($"no socket in {space}", failure);
    }

    /// <summary>A client whose connections are made inside the namespace.</summary>
    public static HttpClient HttpClient(NetworkNamespace space, IPEndPoint server)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = Create(space, () => new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
                try
                {
                    await socket.ConnectAsync(server, cancel);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }

                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"http://{server}/"), Timeout = TimeSpan.FromSeconds(20) };
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(int descriptor, int kind);
}
