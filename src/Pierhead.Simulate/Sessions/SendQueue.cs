using System.Threading.Channels;
using Pierhead.Simulate.Announcements;

namespace Pierhead.Simulate.Sessions;

/// <summary>What waits to be sent on one session, and the signal that wakes its sender. Filled by any thread, drained by the sender.</summary>
internal sealed class SendQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<SendJob> _jobs = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private bool _keepaliveDue;
    private byte[]? _lastWords;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Count == 0;
            }
        }
    }

    public void Add(IEnumerable<SendJob> jobs)
    {
        lock (_lock)
        {
            foreach (var job in jobs)
            {
                _jobs.Enqueue(job);
            }
        }

        Wake();
    }

    public void RequestKeepalive()
    {
        lock (_lock)
        {
            _keepaliveDue = true;
        }

        Wake();
    }

    /// <summary>Asks for a NOTIFICATION, or any last message, to be sent in place of all that waits; then the sender ends.</summary>
    public void Finish(byte[] lastWords)
    {
        lock (_lock)
        {
            _lastWords ??= lastWords;
            _jobs.Clear();
        }

        Wake();
    }

    public bool TryPeek(out SendJob? job)
    {
        lock (_lock)
        {
            return _jobs.TryPeek(out job);
        }
    }

    /// <summary>Takes away the job that was peeked at, unless the queue was cleared meanwhile.</summary>
    public void Complete(SendJob job)
    {
        lock (_lock)
        {
            if (_jobs.TryPeek(out var first) && first == job)
            {
                _jobs.Dequeue();
            }
        }
    }

    public bool IsKeepaliveDue
    {
        get
        {
            lock (_lock)
            {
                return _keepaliveDue;
            }
        }
    }

    public void TakeKeepalive()
    {
        lock (_lock)
        {
            _keepaliveDue = false;
        }
    }

    public byte[]? LastWords
    {
        get
        {
            lock (_lock)
            {
                return _lastWords;
            }
        }
    }

    /// <summary>Waits for the next <see cref="Wake"/>, unless one came since the last wait; false once closed.</summary>
    public async ValueTask<bool> WaitAsync()
    {
        if (!await _signal.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            return false;
        }

        _ = _signal.Reader.TryRead(out _);
        return true;
    }

    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Ends the sender's waiting for good.</summary>
    public void Close() => _signal.Writer.TryComplete();
}
