using System.Buffers.Binary;
using System.Diagnostics;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;

namespace Pierhead.Benchmarks.Feed;

/// <summary>
/// Changes a router's routes at a rate: the routes of a random message are withdrawn, and announced again some messages later, one in eight
/// times by an AS path that was never there before. Every prefix that is withdrawn or announced counts as one update.
/// </summary>
internal sealed class FeedChurn(FeedStream stream, uint router, int seed)
{
    private const int WithdrawnAtATime = 64;
    private const int OneInIsNew = 8;
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
        var length = stream.Copy(index, 1, router, _buffer.AsSpan(octets));
        if (_random.Next(OneInIsNew) == 0)
        {
            ChangePath(_buffer.AsSpan(octets, length));
        }

        octets += length;
        return stream.Messages[index].Routes;
    }

    /// <summary>Gives the route another origin.</summary>
    private void ChangePath(Span<byte> message)
    {
        var attributes = message[(MessageFramer.HeaderLength + 4)..];
        while (RawAttribute.TryRead(attributes, out var attribute, out var octets))
        {
            if (attribute.Type == AttributeType.AsPath && attribute.Value.Length >= sizeof(uint))
            {
                BinaryPrimitives.WriteUInt32BigEndian(attributes[(octets - sizeof(uint))..], (uint)_random.Next(1, int.MaxValue));
                return;
            }

            attributes = attributes[octets..];
        }
    }
}
