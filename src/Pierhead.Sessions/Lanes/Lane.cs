using System.Collections.Concurrent;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Linux;
using Pierhead.Sessions.Slots;
using Pierhead.Sessions.Transport;

namespace Pierhead.Sessions.Lanes;

/// <summary>
/// A thread with an epoll of its own, which does everything for its sessions: reads, decodes, answers, and drives their timers
/// from one heartbeat. Others only <see cref="Post"/>.
/// </summary>
internal sealed class Lane : IDisposable
{
    private readonly Epoll _epoll = new();
    private readonly WakeUp _wakeUp = new();
    private readonly ConcurrentQueue<(SessionSlot? Slot, Action Action)> _posted = new();
    private readonly List<SessionSlot> _slots = [];
    private readonly SlotRegistry _registry;
    private readonly Thread _thread;
    private readonly long _heartbeatMilliseconds;

    // By file descriptor. A descriptor closed during a round is empty here, and cannot be used again before the round is over.
    private (SessionSlot? Slot, Link? Link)[] _links = new (SessionSlot?, Link?)[256];
    private int _signalled;
    private long _nextHeartbeat;
    private long _stopBy = long.MaxValue;
    private long _lastHeartbeat = Environment.TickCount64;

    internal Lane(int number, SessionRuntime runtime, SlotRegistry registry)
    {
        Runtime = runtime;
        _registry = registry;
        _heartbeatMilliseconds = Math.Max(1, (long)runtime.Options.Heartbeat.TotalMilliseconds);
        _thread = new Thread(Run) { IsBackground = true, Name = $"lane {number}" };
    }

    internal SessionRuntime Runtime { get; }

    /// <summary>How long ago the timers of its sessions were last looked at. Any thread.</summary>
    internal TimeSpan SinceHeartbeat => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _lastHeartbeat));

    internal void Start() => _thread.Start();

    /// <summary>Has the lane's thread do something, after everything that was posted before. Any thread.</summary>
    /// <param name="slot">The session that it is about, which pays if it fails; null for the lane itself.</param>
    /// <param name="action">What to do.</param>
    internal void Post(SessionSlot? slot, Action action)
    {
        _posted.Enqueue((slot, action));
        if (Interlocked.Exchange(ref _signalled, 1) == 0)
        {
            _wakeUp.Signal();
        }
    }

    /// <summary>Waits for the thread to end after <see cref="BeginStop"/>.</summary>
    internal void Join() => _thread.Join();

    /// <summary>A new slot of this lane.</summary>
    internal void Adopt(SessionSlot slot)
    {
        Enlist(slot);
        slot.Open();
    }

    internal void Admit(SessionSlot slot, SocketConnection connection)
    {
        connection.Closed = Forget;
        connection.Attach(_epoll);
        if (connection.Fd >= _links.Length)
        {
            Array.Resize(ref _links, Math.Max(connection.Fd + 1, _links.Length * 2));
        }

        var link = slot.Admit(connection);
        if (!link.IsClosed)
        {
            _links[connection.Fd] = (slot, link);
            Enlist(slot);
        }
    }

    internal void Remove(SessionSlot slot)
    {
        slot.Remove();
        DropIfDone(slot);
    }

    /// <summary>Tells every router that the node stops; the thread ends when all is said, or at the given time.</summary>
    internal void BeginStop(string reason)
    {
        _stopBy = Environment.TickCount64 + (long)Runtime.Options.StopTime.TotalMilliseconds;
        foreach (var slot in _slots)
        {
            slot.Stop(reason);
        }
    }

    /// <summary>Closes every connection without a word; the thread ends.</summary>
    internal void BeginLeave()
    {
        _stopBy = Environment.TickCount64 + (long)Runtime.Options.StopTime.TotalMilliseconds;
        foreach (var slot in _slots)
        {
            slot.Leave();
        }
    }

    public void Dispose()
    {
        _epoll.Dispose();
        _wakeUp.Dispose();
    }

    private void Run()
    {
        _epoll.Add(_wakeUp.Fd, EpollEvents.In);
        while (!IsOver())
        {
            var wait = Math.Clamp(_nextHeartbeat - Environment.TickCount64, 0, _heartbeatMilliseconds);
            var count = _epoll.Wait((int)wait);
            for (var index = 0; index < count; index++)
            {
                Dispatch(_epoll.Ready(index, out var fd), fd);
                BeatIfDue();
            }

            BeatIfDue();
        }

        foreach (var slot in _slots)
        {
            slot.Abandon();
        }
    }

    private bool IsOver()
    {
        if (_stopBy == long.MaxValue)
        {
            return false;
        }

        return Environment.TickCount64 >= _stopBy || !_slots.Exists(static slot => slot.HasConnection);
    }

    private void Dispatch(EpollEvents events, int fd)
    {
        if (fd == _wakeUp.Fd)
        {
            RunPosted();
            return;
        }

        var (slot, link) = _links[fd];
        if (slot is null || link is null)
        {
            return;
        }

        try
        {
            if ((events & (EpollEvents.Error | EpollEvents.HangUp)) != 0)
            {
                slot.OnBroken(link);
            }
            else if ((events & EpollEvents.In) != 0)
            {
                slot.OnReadable(link);
            }

            if ((events & EpollEvents.Out) != 0)
            {
                slot.OnWritable(link);
            }
        }
        catch (Exception exception)
        {
            Harm(slot, exception);
        }
    }

    /// <summary>A fault of our own costs the session that it happened on, and no other.</summary>
    private void Harm(SessionSlot slot, Exception exception)
    {
        try
        {
            slot.Fail(exception);
        }
        catch (Exception again)
        {
            LaneLog.FailedAgain(Runtime.Logger, slot.Key, again);
            slot.Abandon();
        }
    }

    private void RunPosted()
    {
        _wakeUp.Drain();
        Volatile.Write(ref _signalled, 0);
        Thread.MemoryBarrier();
        while (_posted.TryDequeue(out var posted))
        {
            try
            {
                posted.Action();
            }
            catch (Exception exception) when (posted.Slot is not null)
            {
                Harm(posted.Slot, exception);
            }
        }
    }

    /// <summary>Between any two sockets, so that a lane full of decoding keeps its KEEPALIVEs on time.</summary>
    private void BeatIfDue()
    {
        var now = Environment.TickCount64;
        if (now < _nextHeartbeat)
        {
            return;
        }

        _nextHeartbeat = now + _heartbeatMilliseconds;
        Volatile.Write(ref _lastHeartbeat, now);
        var instant = Runtime.Now;
        for (var index = _slots.Count - 1; index >= 0; index--)
        {
            var slot = _slots[index];
            if (slot.Due <= instant)
            {
                Tick(slot, instant);
            }
        }

        Runtime.PublishInput();
    }

    private void Tick(SessionSlot slot, TimeSpan now)
    {
        try
        {
            slot.Tick(now);
            if (slot.IsForgettable(now) && _registry.TryForget(slot))
            {
                slot.Remove();
            }

            DropIfDone(slot);
        }
        catch (Exception exception)
        {
            Harm(slot, exception);
        }
    }

    /// <summary>In the list that the heartbeat goes through; a removed slot comes back for a connection that was on its way.</summary>
    private void Enlist(SessionSlot slot)
    {
        if (slot.LaneIndex < 0)
        {
            slot.LaneIndex = _slots.Count;
            _slots.Add(slot);
        }
    }

    private void DropIfDone(SessionSlot slot)
    {
        if (!slot.IsDone || slot.LaneIndex < 0 || _stopBy != long.MaxValue)
        {
            return;
        }

        var last = _slots[^1];
        _slots[slot.LaneIndex] = last;
        last.LaneIndex = slot.LaneIndex;
        _slots.RemoveAt(_slots.Count - 1);
        slot.LaneIndex = -1;
    }

    private void Forget(int fd) => _links[fd] = default;
}
