using System.Buffers;
using System.Net.Sockets;
using Pierhead.Simulate.Announcements;
using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Sessions;

/// <summary>
/// The sending side of a session: fills a buffer from what waits and hands it to the kernel as a whole, which makes the peer's
/// pace ours. A buffer is rented only while there is something to send.
/// </summary>
internal sealed class SessionSender(Socket socket, SendQueue queue, SendCounters counters, TimeProvider time)
{
    private const int BufferLength = 1 << 16;

    private static readonly byte[] Keepalive = MessageFramer.Keepalive();
    private long _lastSentAt = time.GetTimestamp();

    /// <summary>When something was sent last, as a timestamp of the clock.</summary>
    public long LastSentAt => Volatile.Read(ref _lastSentAt);

    /// <summary>Sends until last words are said, the queue is closed or the socket fails.</summary>
    public async Task RunAsync()
    {
        while (queue.LastWords is null)
        {
            if (!await queue.WaitAsync().ConfigureAwait(false))
            {
                return;
            }

            await DrainAsync().ConfigureAwait(false);
        }

        await SendAsync(queue.LastWords).ConfigureAwait(false);
        socket.Shutdown(SocketShutdown.Send);
    }

    private async Task DrainAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            for (var used = Fill(buffer); used > 0 && queue.LastWords is null; used = Fill(buffer))
            {
                await SendAsync(buffer.AsMemory(0, used)).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Fill(Span<byte> buffer)
    {
        var used = 0;
        if (queue.IsKeepaliveDue)
        {
            // Noted before it is taken: the heartbeat in between would ask for another one.
            Volatile.Write(ref _lastSentAt, time.GetTimestamp());
            queue.TakeKeepalive();
            Keepalive.CopyTo(buffer);
            used = Keepalive.Length;
        }

        while (buffer.Length - used >= MessageFramer.MaximumLength && queue.TryPeek(out var job))
        {
            var progress = job!.Fill(buffer[used..], time.GetUtcNow(), counters, out var octets);
            used += octets;
            if (progress != JobProgress.Done)
            {
                break;
            }

            queue.Complete(job);
        }

        return used;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        // Noted before it is sent: the peer may act on it, and time go on, before this thread runs again.
        Volatile.Write(ref _lastSentAt, time.GetTimestamp());
        while (!octets.IsEmpty)
        {
            var sent = await socket.SendAsync(octets, SocketFlags.None).ConfigureAwait(false);
            counters.AddOctets(sent);
            octets = octets[sent..];
        }
    }
}
