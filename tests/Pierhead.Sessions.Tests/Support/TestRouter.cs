using System.Net;
using System.Net.Sockets;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Tests.Support;

/// <summary>A router over TCP from an address of its own on loopback.</summary>
internal sealed class TestRouter : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[65536];
    private int _length;

    private TestRouter(Socket socket) => _socket = socket;

    internal Socket Socket => _socket;

    /// <param name="server">Where Pierhead listens.</param>
    /// <param name="source">The router's address.</param>
    /// <param name="prepare">Sets options before the SYN leaves.</param>
    internal static async Task<TestRouter> Connect(IPEndPoint server, string source, Action<Socket>? prepare = null)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            prepare?.Invoke(socket);
            socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
            await socket.ConnectAsync(server, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            return new TestRouter(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects, and exchanges OPEN and KEEPALIVE up to the End-of-RIB of both families.</summary>
    internal static async Task<TestRouter> Establish(IPEndPoint server, string source, byte[]? open = null, Action<Socket>? prepare = null)
    {
        var router = await Connect(server, source, prepare);
        await router.Send(open ?? Messages.Open(), Messages.Keepalive);
        Assert.Equal("open", await router.Receive());
        Assert.Equal("keepalive", await router.Receive());
        return router;
    }

    internal async Task Send(params byte[][] messages) =>
        await _socket.SendAsync(Messages.Join(messages), TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>The word of the next message; <c>end</c> or <c>reset</c> when there is none.</summary>
    internal async Task<string> Receive()
    {
        while (true)
        {
            var octets = _buffer.AsSpan(0, _length);
            if (MessageFramer.TryRead(octets, 0, MessageFramer.ExtendedMaximumLength, out var frame, out var next, out _) == FrameStatus.Complete)
            {
                var word = Messages.Word(frame.Type, octets.Slice(frame.BodyOffset, frame.BodyLength));
                octets[next..].CopyTo(octets);
                _length -= next;
                return word;
            }

            try
            {
                var count = await _socket.ReceiveAsync(_buffer.AsMemory(_length), TestContext.Current.CancellationToken).AsTask()
                    .WaitAsync(TimeSpan.FromSeconds(20));
                if (count == 0)
                {
                    return "end";
                }

                _length += count;
            }
            catch (SocketException)
            {
                return "reset";
            }
        }
    }

    /// <summary>Receives until a NOTIFICATION or the end of the connection.</summary>
    internal async Task<string> ReceiveLast()
    {
        while (true)
        {
            var word = await Receive();
            if (word is not ("open" or "keepalive" or "update" or "refresh"))
            {
                return word;
            }
        }
    }

    /// <summary>Closes by a reset, as a kernel does whose router process was killed with octets unread.</summary>
    internal void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
