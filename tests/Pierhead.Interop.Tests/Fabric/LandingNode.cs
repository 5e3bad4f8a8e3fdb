using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>
/// A landing node without BGP: takes connections on the floating address, answers four octets N by N octets, counts flow datagrams by source, and
/// reports what it holds as viphealth does.
/// </summary>
internal sealed class LandingNode : IDisposable
{
    private const int HealthPort = 8179;

    private readonly List<Socket> _listening = [];
    private readonly ConcurrentDictionary<Socket, IPAddress> _sessions = new();
    private readonly Func<IPAddress, string> _deviceOf;

    public LandingNode(string name, NetworkNamespace space, string own, Func<IPAddress, string> deviceOf)
    {
        (Name, Space, _deviceOf) = (name, space, deviceOf);
        Listen(new IPEndPoint(IPAddress.Parse(BalanceLab.Floating4), BalanceLab.BgpPort), ServeAsync);
        Listen(new IPEndPoint(IPAddress.Parse(BalanceLab.Floating6), BalanceLab.BgpPort), ServeAsync);
        Listen(new IPEndPoint(IPAddress.Parse(own), HealthPort), ReportAsync);
        var flows = NamespaceSocket.Create(space, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(BalanceLab.Floating4), BalanceLab.FlowPort));
            return socket;
        });
        _listening.Add(flows);
        _ = CountFlowsAsync(flows);
    }

    public string Name { get; }

    public NetworkNamespace Space { get; }

    public string State { get; set; } = "in";

    /// <summary>The sources of its sessions.</summary>
    public IReadOnlyList<IPAddress> Holds => [.. _sessions.Values];

    public ConcurrentDictionary<IPAddress, int> Flows { get; } = new();

    public void Dispose()
    {
        foreach (var socket in _listening.Concat(_sessions.Keys))
        {
            socket.Dispose();
        }
    }

    private void Listen(IPEndPoint at, Func<Socket, Task> serve)
    {
        var listener = NamespaceSocket.Create(Space, () =>
        {
            var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(at);
            socket.Listen(1024);
            return socket;
        });
        _listening.Add(listener);
        _ = AcceptAsync(listener, serve);
    }

    private static async Task AcceptAsync(Socket listener, Func<Socket, Task> serve)
    {
        try
        {
            while (true)
            {
                _ = serve(await listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The node ends.
        }
    }

    private async Task ServeAsync(Socket session)
    {
        _sessions[session] = ((IPEndPoint)session.RemoteEndPoint!).Address;
        try
        {
            using var stream = new NetworkStream(session, ownsSocket: true);
            var asked = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(asked);
                await stream.WriteAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(asked)]);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _sessions.TryRemove(session, out _);
        }
    }

    private async Task ReportAsync(Socket client)
    {
        try
        {
            using var stream = new NetworkStream(client, ownsSocket: true);
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.Length == 0)
                {
                    var body = Report();
                    await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Who asked has left.
        }
    }

    private string Report()
    {
        var holds = Holds;
        var items = holds.Select(source => $$"""{"tenant":"acme","device":"{{_deviceOf(source)}}","address":"{{source}}","routes":1}""");
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"name":"{{Name}}","state":"{{State}}","reason":null,"weight":100,"sessions":{{holds.Count}},"routes":{{holds.Count}},"holds":[{{string.Join(',', items)}}]}""");
    }

    private async Task CountFlowsAsync(Socket flows)
    {
        var buffer = new byte[2048];
        try
        {
            while (true)
            {
                var got = await flows.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                Flows.AddOrUpdate(((IPEndPoint)got.RemoteEndPoint).Address, 1, (_, count) => count + 1);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The node ends.
        }
    }
}
