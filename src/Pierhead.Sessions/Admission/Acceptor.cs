using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Linux;
using Pierhead.Sessions.Slots;
using Pierhead.Sessions.Transport;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Admission;

/// <summary>
/// The thread that takes connections: looks up who claims the source address, hands the connection to its session's lane, and
/// turns everybody else away. However many strangers come, lanes do not notice.
/// </summary>
internal sealed partial class Acceptor : IDisposable
{
    private const int AcceptBatch = 64;

    // Without descriptors to spare accept fails at once, for as long as connections wait: then the thread rests a little.
    private static readonly TimeSpan ExhaustedRest = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<ListenerGroup> _groups;
    private readonly Dictionary<int, (ListenerGroup Group, int Shard)> _listeners = [];
    private readonly BgpServerOptions _options;
    private readonly SlotRegistry _registry;
    private readonly UnknownRouters _unknown;
    private readonly SessionsMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Epoll _epoll = new();
    private readonly WakeUp _wakeUp = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly LogGate _gate = new();
    private readonly Thread _thread;
    private readonly Ip _routerId;
    private readonly long _origin;
    private bool _stopping;

    internal Acceptor(
        IReadOnlyList<ListenerGroup> groups,
        Configuration configuration,
        Ip routerId,
        BgpServerOptions options,
        SlotRegistry registry,
        UnknownRouters unknown,
        SessionsMetrics metrics,
        ILogger logger)
    {
        _groups = groups;
        _routerId = routerId;
        Configuration = configuration;
        _options = options;
        _registry = registry;
        _unknown = unknown;
        _metrics = metrics;
        _logger = logger;
        _origin = options.TimeProvider.GetTimestamp();
        Keys = new Md5Keys(groups);
        _thread = new Thread(Run) { IsBackground = true, Name = "acceptor" };
    }

    /// <summary>What connections are judged by; replaced on the acceptor's thread.</summary>
    internal Configuration Configuration { get; set; }

    /// <summary>Before <see cref="Start"/> the starter's, then the acceptor's thread.</summary>
    internal Md5Keys Keys { get; }

    private TimeSpan Now => _options.TimeProvider.GetElapsedTime(_origin);

    internal void Start() => _thread.Start();

    /// <summary>Has the acceptor's thread do something and waits until it is done.</summary>
    internal void Invoke(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _posted.Enqueue(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        _wakeUp.Signal();
        done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Takes what has been waiting under the configuration it came under.</summary>
    internal void Drain()
    {
        foreach (var group in _groups)
        {
            for (var shard = 0; shard < group.Shards.Count; shard++)
            {
                while (Accept(group, shard))
                {
                }
            }
        }
    }

    /// <summary>Ends the thread; the listening sockets are closed by their owner.</summary>
    internal void Stop()
    {
        Invoke(() => _stopping = true);
        _thread.Join();
    }

    public void Dispose()
    {
        _epoll.Dispose();
        _wakeUp.Dispose();
    }

    private void Run()
    {
        _epoll.Add(_wakeUp.Fd, EpollEvents.In);
        foreach (var group in _groups)
        {
            foreach (var (shard, listener) in group.Shards.Index())
            {
                _listeners[listener.Fd] = (group, shard);
                _epoll.Add(listener.Fd, EpollEvents.In);
            }
        }

        while (!_stopping)
        {
            var count = _epoll.Wait(Strangers == 0 ? -1 : (int)_options.Heartbeat.TotalMilliseconds);
            for (var index = 0; index < count; index++)
            {
                _ = _epoll.Ready(index, out var fd);
                Dispatch(fd);
            }

            CloseLingered();
        }

        CloseAllStrangers();
    }

    private void Dispatch(int fd)
    {
        if (fd == _wakeUp.Fd)
        {
            _wakeUp.Drain();
            while (_posted.TryDequeue(out var action))
            {
                action();
            }

            return;
        }

        if (!_listeners.TryGetValue(fd, out var listener))
        {
            OnStrangerReadable(fd);
            return;
        }

        for (var taken = 0; taken < AcceptBatch && Accept(listener.Group, listener.Shard); taken++)
        {
        }
    }

    private bool Accept(ListenerGroup group, int shard)
    {
        var fd = group.Shards[shard].Accept(out var source, out var error);
        if (fd >= 0)
        {
            // Not its own socket, because that did not listen yet: so nobody has looked for its key. The router comes again.
            if (group.ShardOf(source) != shard)
            {
                CloseSilently(fd);
                return true;
            }

            TakeOrClose(fd, source);
            return true;
        }

        switch (error)
        {
            case Errno.Again:
                return false;
            case Errno.TooManyFiles or Errno.FileTableFull or Errno.NoMemory:
                if (_gate.TryPass(Now, out string heldBack))
                {
                    Exhausted(_logger, Errno.Text(error), heldBack);
                }

                Thread.Sleep(ExhaustedRest);
                return false;
            default:
                // The connection broke before it was taken (accept(2)): the next one may be sound.
                return true;
        }
    }

    private void TakeOrClose(int fd, Ip source)
    {
        try
        {
            Judge(fd, source);
        }
        catch (IOException exception)
        {
            // The kernel refused an option or a watch: without it the connection is not what it should be.
            NotPrepared(_logger, source, exception.Message);
            CloseSilently(fd);
        }
    }

    private void Judge(int fd, Ip source)
    {
        if (!Configuration.TryClaim(source, out var claim))
        {
            var lineIsDue = _unknown.Record(source, _options.TimeProvider.GetUtcNow());
            if (lineIsDue && _gate.TryPass(Now, out string heldBack))
            {
                Unclaimed(_logger, source, heldBack);
            }

            Reject(fd, source, RejectReason.Unclaimed);
            return;
        }

        if (!Keys.Protects(claim, source))
        {
            _metrics.Rejected(RejectReason.NoKey);
            Explain(claim, source, "refused: the kernel does not hold the key of its password (see the log)");
            CloseSilently(fd);
            return;
        }

        if (claim.Bgp.GtsmHops is { } hops && !PassesGtsm(fd, source, hops))
        {
            _metrics.Rejected(RejectReason.Gtsm);
            if (_gate.TryPass(Now, out string heldBack))
            {
                TooFar(_logger, source, hops, heldBack);
            }

            Explain(claim, source, $"refused: more than {hops} hops away (gtsm)");
            CloseSilently(fd);
            return;
        }

        if (!_registry.TryEnter(claim, source, _routerId, out var slot))
        {
            if (_gate.TryPass(Now, out string heldBack))
            {
                RangeFull(_logger, source, claim.Range!.Tenant, claim.Range.From, claim.Range.MaxSessions, heldBack);
            }

            Reject(fd, source, RejectReason.RangeFull);
            return;
        }

        var lane = slot.Registration.Lane;
        var connection = new SocketConnection(fd);
        lane.Post(slot, () => lane.Admit(slot, connection));
    }

    /// <summary>What a connection that was turned away says in the session's last error.</summary>
    private void Explain(in Claim claim, Ip source, string reason)
    {
        if (_registry.Find(new SessionKey(claim.Device, source)) is { } slot)
        {
            slot.Registration.Lane.Post(slot, () => slot.ExplainRefusal(reason));
        }
    }

    /// <summary>RFC 5082: the SYN is judged by its TTL, and the kernel judges everything after it.</summary>
    private static bool PassesGtsm(int fd, Ip source, int hops)
    {
        var minimum = SavedSyn.MinimumTtl(hops);
        if (SavedSyn.ReadTtl(fd) is { } ttl && ttl < minimum)
        {
            return false;
        }

        if (source.IsIPv6)
        {
            SocketOption.Set(fd, SocketOption.LevelIpv6, SocketOption.Ipv6MinimumHopCount, minimum);
        }
        else
        {
            SocketOption.Set(fd, SocketOption.LevelIp, SocketOption.IpMinimumTtl, minimum);
        }

        return true;
    }

    private static void CloseSilently(int fd)
    {
        // A reset, not a FIN: nothing is said to one who should not be there.
        _ = SocketOption.TrySet(fd, SocketOption.LevelSocket, SocketOption.Linger, [1, 0, 0, 0, 0, 0, 0, 0]);
        _ = Libc.Close(fd);
    }
}
