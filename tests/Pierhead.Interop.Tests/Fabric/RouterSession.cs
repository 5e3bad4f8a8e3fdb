using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>A connection of a router to the floating address, from an address of its own.</summary>
internal sealed class RouterSession : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;

    private RouterSession(Socket socket, IPAddress source) => (_socket, Source) = (socket, source);

    public IPAddress Source { get; }

    /// <summary>Opens a session from each source, at once.</summary>
    public static async Task<RouterSession[]> Open(NetworkNamespace space, IEnumerable<IPAddress> sources)
    {
        var sessions = new List<RouterSession>();

        // All of one thread inside the namespace; the last one stands for all.
        _ = NamespaceSocket.Create(space, () =>
        {
            Socket? socket = null;
            foreach (var source in sources)
            {
                socket = new Socket(source.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(source, 0));
                sessions.Add(new RouterSession(socket, source));
            }

            return socket!;
        });
        using var limit = new CancellationTokenSource(Limit);
        await Task.WhenAll(sessions.Select(session => session._socket.ConnectAsync(
            new IPEndPoint(IPAddress.Parse(session.Source.AddressFamily == AddressFamily.InterNetwork ? BalanceLab.Floating4 : BalanceLab.Floating6), BalanceLab.BgpPort),
            limit.Token).AsTask()));
        return [.. sessions];
    }

    /// <summary>How many of the sessions do not answer any more.</summary>
    public static async Task<int> Lost(IEnumerable<RouterSession> sessions) =>
        (await Task.WhenAll(sessions.Select(session => session.Answers(octets: 1)))).Count(answers => !answers);

    /// <summary>Whether the node sends as many octets as it is asked for, in time.</summary>
    public async Task<bool> Answers(int octets)
    {
        var asked = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(asked, octets);
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _socket.SendAsync(asked, limit.Token);
            var buffer = new byte[65536];
            for (var got = 0; got < octets;)
            {
                var some = await _socket.ReceiveAsync(buffer, limit.Token);
                if (some == 0)
                {
                    return false;
                }

                got += some;
            }

            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
