using System.Diagnostics;
using Pierhead.Wire.Bgp;

namespace Pierhead.Benchmarks.Feed;

/// <summary>
/// Changes a router's routes at a rate: the routes of a random message are withdrawn, and announced again some messages later. Every
/// prefix that is withdrawn or announced counts as one update.
/// </summary>
internal sealed class FeedChurn(FeedStream stream, uint router, int seed)
{
    private const int WithdrawnAtATime = 64;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly Random _random = new(seed);
    private readonly Queue<int> _withdrawn = new();
    private readonly HashSet<int> _out = [];
    private readonly byte[] _message = new byte[MessageFramer.MaximumLength];
    private readonly byte[] _buffer = new byte[1 << 18];

    public async Task<long> RunAsync(Func<ReadOnlyMemory<byte>, ValueTask> send, double perSecond, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        long sent = 0;
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < time)
        {
            var due = (long)(elapsed.TotalSeconds * perSecond);
            var octets = 0;
            while (sent < due && octets + MessageFramer.MaximumLength <= _buffer.Length)
            {
                sent += WriteOne(ref octets);
            }

            await send(_buffer.AsMemory(0, octets));
            if (sent >= due)
            {
                await Task.Delay(Tick);
            }
        }

        while (_withdrawn.Count > 0)
        {
            var octets = 0;
            sent += WriteAnnouncement(ref octets);
            await send(_buffer.AsMemory(0, octets));
        }

        return sent;
    }

    private int WriteOne(ref int octets)
    {
        if (_withdrawn.Count >= WithdrawnAtATime)
        {
            return WriteAnnouncement(ref octets);
        }

        var index = _random.Next(stream.Messages.Count);
        if (!_out.Add(index))
        {
            return 0;
        }

        _withdrawn.Enqueue(index);
        var length = stream.WriteWithdrawal(stream.Messages[index], _message);
        _message.AsSpan(0, length).CopyTo(_buffer.AsSpan(octets));
        octets += length;
        return stream.Messages[index].Routes;
    }

    private int WriteAnnouncement(ref int octets)
    {
        var index = _withdrawn.Dequeue();
        _out.Remove(index);
        octets += stream.Copy(index, 1, router, _buffer.AsSpan(octets));
        return stream.Messages[index].Routes;
    }
}
