using System.Net;
using System.Net.Sockets;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>A router that offers every family, and announces what a test writes down. Without a hold time: it says nothing else.</summary>
internal sealed class HandMadeRouter : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly string _address;
    private readonly List<(BgpMessageType Type, string Body)> _received = [];
    private Task _reading = Task.CompletedTask;

    private HandMadeRouter(string address) => _address = address;

    /// <summary>Whether the node has closed the connection.</summary>
    public bool IsClosed => _reading.IsCompleted;

    /// <param name="address">Where it connects from; its identifier too.</param>
    /// <param name="addPath">Families in which it sends several paths, where the node asks for them.</param>
    public static Task<HandMadeRouter> ConnectAsync(RunningNode node, string address, uint asn, params Family[] addPath) =>
        ConnectAsync(node.Bgp, address, asn, addPath);

    public static async Task<HandMadeRouter> ConnectAsync(IPEndPoint node, string address, uint asn, params Family[] addPath)
    {
        var router = new HandMadeRouter(address);
        router._socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        await router._socket.ConnectAsync(node, TestContext.Current.CancellationToken);
        await router.SendAsync([.. router.Open(asn, addPath).Encode(), .. MessageFramer.Keepalive()]);
        router._reading = router.ReadAsync();
        return router;
    }

    /// <summary>Announces routes, a message for each.</summary>
    public Task AnnounceAsync(params IEnumerable<HandMadeRoute> routes) => SendAsync([.. routes.SelectMany(route => route.Update())]);

    /// <summary>Bodies of the messages of a kind that came so far, in hexadecimal.</summary>
    public string[] Received(BgpMessageType type)
    {
        lock (_received)
        {
            return [.. _received.Where(message => message.Type == type).Select(message => message.Body)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
    }

    private OpenMessage Open(uint asn, Family[] addPath) => OpenMessage.Create(
        new Asn(asn),
        holdTime: 0,
        Ip.From(IPAddress.Parse(_address)),
        [
            .. Families.Rows.Select(row => new MultiProtocolCapability(row.Family)),
            new MultipleLabelsCapability([.. Families.Rows
                .Where(row => row.Kind == NlriKind.Labeled).Select(row => new MultipleLabelsFamily(row.Afi, row.Safi, byte.MaxValue))]),
            new AddPathCapability([.. addPath.Select(family => new AddPathFamily(family.Row().Afi, family.Row().Safi, AddPathMode.Send))]),
        ]);

    private async Task SendAsync(byte[] octets)
    {
        for (var sent = 0; sent < octets.Length;)
        {
            sent += await _socket.SendAsync(octets.AsMemory(sent), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What the node says is taken in, so that it can go on saying it.</summary>
    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        var used = 0;
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(used)) is var read and > 0)
            {
                used = Take(buffer.AsSpan(0, used + read));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The session ended, by either side.
        }
    }

    /// <summary>Keeps the whole messages, and moves what is left to the front; answers how many octets that are.</summary>
    private int Take(Span<byte> octets)
    {
        var at = 0;
        lock (_received)
        {
            while (MessageFramer.TryRead(octets, at, MessageFramer.ExtendedMaximumLength, out var frame, out at, out _) == FrameStatus.Complete)
            {
                _received.Add((frame.Type, Convert.ToHexString(octets.Slice(frame.BodyOffset, frame.BodyLength))));
            }
        }

        octets[at..].CopyTo(octets);
        return octets.Length - at;
    }
}
