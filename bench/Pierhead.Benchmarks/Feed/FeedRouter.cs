using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.Feed;

/// <summary>One router: opens its session, sends its stream, keeps the session alive, and comes back after a second when it is lost.</summary>
internal sealed class FeedRouter(FeedOptions options, int number, FeedStream stream) : IDisposable
{
    private static readonly Asn Asn = new(64500);
    private static readonly byte[] Keepalive = MessageFramer.Keepalive();
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _sending = new(1);
    private readonly byte[] _open = OpenMessage.Create(
        Asn, (ushort)options.HoldTime.TotalSeconds, Ip.FromV4(options.FirstSource.V4 + (uint)number), Capabilities()).Encode();

    private Socket? _socket;
    private long _heardAt;
    private long _longestSilence;
    private volatile bool _isEstablished;
    private volatile bool _isSent;
    private volatile bool _isClosed;
    private int _losses;

    public bool IsEstablished => _isEstablished;

    /// <summary>Whether all of its routes were given to the kernel.</summary>
    public bool IsSent => _isSent;

    /// <summary>Sessions lost once they were established, and connections that were refused.</summary>
    public int Losses => Volatile.Read(ref _losses);

    public string? LastLoss { get; private set; }

    /// <summary>The longest time without a message since the last call, which starts anew.</summary>
    public TimeSpan TakeLongestSilence()
    {
        var now = Stopwatch.GetTimestamp();
        var longest = Math.Max(Interlocked.Exchange(ref _longestSilence, 0), now - Interlocked.Exchange(ref _heardAt, now));
        return Stopwatch.GetElapsedTime(0, longest);
    }

    public async Task RunAsync()
    {
        while (!_isClosed)
        {
            try
            {
                await RunSessionAsync();
                LastLoss ??= "the connection was closed";
            }
            catch (SocketException failure)
            {
                LastLoss = failure.SocketErrorCode.ToString();
            }

            _isEstablished = false;
            _isSent = false;
            if (!_isClosed)
            {
                Interlocked.Increment(ref _losses);
                await Task.Delay(BeforeRetry);
            }
        }
    }

    /// <summary>Dies: the connection is reset, and the router does not come back.</summary>
    public void Die()
    {
        _isClosed = true;
        _socket?.Close(0);
    }

    public void Dispose()
    {
        Die();
        _sending.Dispose();
    }

    /// <summary>Sends KEEPALIVE; the heartbeat.</summary>
    public async Task BeatAsync()
    {
        if (_isEstablished && _sending.Wait(0))
        {
            try
            {
                await SendAsync(Keepalive);
            }
            catch (SocketException)
            {
                // The loop that reads sees it too, and tells.
            }
            finally
            {
                _sending.Release();
            }
        }
    }

    /// <summary>
    /// Withdraws and announces again, so many routes a second; in the end all are announced. Answers how many prefixes were sent.
    /// </summary>
    public async Task<long> ChurnAsync(double perSecond, TimeSpan time, int seed)
    {
        await _sending.WaitAsync();
        try
        {
            return await new FeedChurn(stream, (uint)number, seed).RunAsync(SendAsync, perSecond, time);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static List<Capability> Capabilities() =>
        [new MultiProtocolCapability(Family.IPv4), new MultiProtocolCapability(Family.IPv6), new MarkerCapability(CapabilityCode.RouteRefresh)];

    private async Task RunSessionAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket = socket;
        socket.Bind(new IPEndPoint(Ip.FromV4(options.FirstSource.V4 + (uint)number).ToIPAddress(), 0));
        await socket.ConnectAsync(options.Target);
        Interlocked.Exchange(ref _heardAt, Stopwatch.GetTimestamp());
        await SendAsync(_open);
        var reading = ReadAsync(socket);
        await reading;
    }

    private async Task ReadAsync(Socket socket)
    {
        var buffer = new byte[MessageFramer.MaximumLength];
        var length = 0;
        Task sending = Task.CompletedTask;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None);
            if (read == 0)
            {
                return;
            }

            length += read;
            Heard();
            var at = 0;
            while (MessageFramer.TryRead(buffer.AsSpan(0, length), at, MessageFramer.MaximumLength, out var frame, out at, out _) == FrameStatus.Complete)
            {
                switch (frame.Type)
                {
                    case BgpMessageType.Open:
                        await SendAsync(Keepalive);
                        break;
                    case BgpMessageType.Keepalive when !_isEstablished:
                        _isEstablished = true;
                        sending = Task.Run(SendRoutesAsync);
                        break;
                    case BgpMessageType.Notification:
                        LastLoss = $"NOTIFICATION {buffer[frame.BodyOffset]}/{buffer[frame.BodyOffset + 1]}";
                        return;
                    default:
                        break;
                }
            }

            buffer.AsSpan(at, length - at).CopyTo(buffer);
            length -= at;
            if (sending.IsFaulted)
            {
                await sending;
            }
        }
    }

    private void Heard()
    {
        var now = Stopwatch.GetTimestamp();
        var silence = now - Interlocked.Exchange(ref _heardAt, now);
        if (silence > Volatile.Read(ref _longestSilence))
        {
            Interlocked.Exchange(ref _longestSilence, silence);
        }
    }

    private async Task SendRoutesAsync()
    {
        await _sending.WaitAsync();
        try
        {
            var buffer = new byte[Math.Min(options.SendOctets, stream.Length + MessageFramer.MaximumLength)];
            for (var first = 0; first < stream.Messages.Count;)
            {
                var count = 0;
                var octets = 0;
                while (first + count < stream.Messages.Count && octets + stream.Messages[first + count].Length <= buffer.Length)
                {
                    octets += stream.Messages[first + count].Length;
                    count++;
                }

                await SendAsync(buffer.AsMemory(0, stream.Copy(first, count, (uint)number, buffer)));
                first += count;
            }

            await SendAsync(EndOfRib());
            _isSent = true;
        }
        finally
        {
            _sending.Release();
        }
    }

    // RFC 4724 section 2: an UPDATE with nothing in it, and one with an empty MP_UNREACH_NLRI.
    private static byte[] EndOfRib()
    {
        byte[] body4 = [0, 0, 0, 0];
        byte[] body6 = [0, 0, 0, 6, 0x80, 15, 3, 0, 2, 1];
        var octets = new byte[(2 * MessageFramer.HeaderLength) + body4.Length + body6.Length];
        MessageFramer.WriteHeader(octets, BgpMessageType.Update, MessageFramer.HeaderLength + body4.Length);
        body4.CopyTo(octets, MessageFramer.HeaderLength);
        var second = octets.AsSpan(MessageFramer.HeaderLength + body4.Length);
        MessageFramer.WriteHeader(second, BgpMessageType.Update, MessageFramer.HeaderLength + body6.Length);
        body6.CopyTo(second[MessageFramer.HeaderLength..]);
        return octets;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            octets = octets[await _socket!.SendAsync(octets, SocketFlags.None)..];
        }
    }
}
