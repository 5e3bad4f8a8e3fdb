using System.Buffers;
using System.Net.Sockets;
using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Sessions;

/// <summary>The receiving side of a session: waits without a buffer, then reads and frames what came, and hands whole messages on.</summary>
internal sealed class SessionReceiver(Socket socket, TimeProvider time)
{
    private const int BufferLength = 1 << 14;

    private byte[] _partial = [];
    private long _lastReceivedAt = time.GetTimestamp();

    /// <summary>Handles a message's type and body; returns false to end the session.</summary>
    public delegate bool MessageHandler(BgpMessageType type, ReadOnlySpan<byte> body);

    /// <summary>When something was received last, as a timestamp of the clock.</summary>
    public long LastReceivedAt => Volatile.Read(ref _lastReceivedAt);

    /// <summary>Reads until the peer closes, a message ends the session, or the stream is not BGP; null for the first two.</summary>
    public async Task<BgpFault?> RunAsync(MessageHandler handle, int maximumLength)
    {
        while (true)
        {
            _ = await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
            var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BufferLength, maximumLength + BufferLength));
            try
            {
                _partial.CopyTo(buffer, 0);
                var received = await socket.ReceiveAsync(buffer.AsMemory(_partial.Length), SocketFlags.None).ConfigureAwait(false);
                if (received == 0)
                {
                    return null;
                }

                Volatile.Write(ref _lastReceivedAt, time.GetTimestamp());
                if (!Handle(buffer.AsSpan(0, _partial.Length + received), handle, maximumLength, out var fault))
                {
                    return fault;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private bool Handle(ReadOnlySpan<byte> octets, MessageHandler handle, int maximumLength, out BgpFault? fault)
    {
        fault = null;
        var at = 0;
        while (true)
        {
            var status = MessageFramer.TryRead(octets, at, maximumLength, out var frame, out at, out var found);
            if (status == FrameStatus.Fault)
            {
                fault = found;
                return false;
            }

            if (status == FrameStatus.Incomplete)
            {
                _partial = octets[at..].ToArray();
                return true;
            }

            if (!handle(frame.Type, octets.Slice(frame.BodyOffset, frame.BodyLength)))
            {
                return false;
            }
        }
    }
}
