using System.Net;
using System.Net.Sockets;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Node;

/// <summary>A router that does what it should not. It sends octets as they are given, and keeps what the node answered.</summary>
internal sealed class Offender : IDisposable
{
    private readonly Socket _socket;
    private readonly TaskCompletionSource<string> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Offender(Socket socket) => _socket = socket;

    /// <summary>How the node ended it: a NOTIFICATION as <c>code/subcode</c>, else <c>closed</c> or <c>reset</c>.</summary>
    public Task<string> End => _end.Task;

    /// <summary>Connects and says nothing.</summary>
    /// <param name="reads">Whether it reads what the node says; where not, its window closes.</param>
    public static async Task<Offender> ConnectAsync(IPEndPoint node, string address, bool reads = true)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (!reads)
            {
                socket.ReceiveBufferSize = 1;
            }

            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(node, TestContext.Current.CancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var offender = new Offender(socket);
        if (reads)
        {
            _ = offender.ReadAsync();
        }

        return offender;
    }

    /// <summary>Connects and sends OPEN and KEEPALIVE.</summary>
    public static async Task<Offender> OpenAsync(IPEndPoint node, string address, int holdTime = 0, bool reads = true, params Family[] families)
    {
        var offender = await ConnectAsync(node, address, reads);
        byte[] hello = [.. Open(address, holdTime, families), .. MessageFramer.Keepalive()];
        _ = await offender.SendAsync(hello);
        return offender;
    }

    public static byte[] Open(string address, int holdTime = 0, params Family[] families) => OpenMessage.Create(
        new Asn(64501),
        (ushort)holdTime,
        Ip.From(IPAddress.Parse(address)),
        [
            .. (families.Length == 0 ? [Family.IPv4, Family.IPv6] : families).Select(family => new MultiProtocolCapability(family)),
            new MarkerCapability(CapabilityCode.ExtendedMessage),
        ]).Encode();

    /// <summary>Sends all of it, in a minute at most; false when the node has ended the connection.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> octets)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            while (!octets.IsEmpty)
            {
                octets = octets[await _socket.SendAsync(octets, bound.Token)..];
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A reset: nothing of it lingers.</summary>
    public void Dispose() => _socket.Close(0);

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        var used = 0;
        var end = "closed";
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(used)) is var read and > 0)
            {
                used += read;
                var at = 0;
                while (MessageFramer.TryRead(buffer.AsSpan(0, used), at, MessageFramer.ExtendedMaximumLength, out var frame, out at, out _) == FrameStatus.Complete)
                {
                    end = frame.Type == BgpMessageType.Notification ? $"{buffer[frame.BodyOffset]}/{buffer[frame.BodyOffset + 1]}" : end;
                }

                buffer.AsSpan(at, used - at).CopyTo(buffer);
                used -= at;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            end = end == "closed" ? "reset" : end;
        }

        _end.TrySetResult(end);
    }
}
