using System.Net;
using System.Net.Sockets;
using Pierhead.Simulate.Announcements;
using Pierhead.Simulate.Sessions;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate;

/// <summary>A router: opens its session, announces, and comes back when it ends. Made and run by <see cref="Simulation"/>.</summary>
public sealed class SimulatedRouter : IRouterObserver
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly IPEndPoint _target;
    private readonly Announcement _announcement;
    private readonly SemaphoreSlim _connecting;
    private readonly Action<SimulationEvent>? _events;
    private readonly TimeProvider _time;
    private readonly SendCounters _counters = new();
    private readonly Lock _lock = new();
    private RouterSession? _session;
    private RouterState _idleState = RouterState.Idle;
    private DateTimeOffset? _establishedAt;
    private DateTimeOffset? _announcedAt;
    private DateTimeOffset? _flapAt;
    private ReceivedNotification? _lastNotification;
    private string? _lastError;
    private int _sessions;
    private bool _stopping;
    private bool _flapping;

    internal SimulatedRouter(
        RouterPlan plan,
        IPEndPoint target,
        Announcement announcement,
        SemaphoreSlim connecting,
        Action<SimulationEvent>? events,
        TimeProvider time)
    {
        Plan = plan;
        _target = target;
        _announcement = announcement;
        _connecting = connecting;
        _events = events;
        _time = time;
    }

    public RouterPlan Plan { get; }

    public RouterStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new RouterStatus(
                    Plan.Name,
                    Plan.LocalAddress,
                    _session?.State ?? _idleState,
                    _establishedAt,
                    _announcedAt,
                    _counters.Announced,
                    _counters.Withdrawn,
                    Plan.Recording is null ? _counters.Held : null,
                    _counters.Updates,
                    _counters.Octets,
                    _sessions,
                    _lastNotification,
                    _lastError);
            }
        }
    }

    void IRouterObserver.OnEstablished(DateTimeOffset now, string text)
    {
        lock (_lock)
        {
            _establishedAt = now;
            _flapAt = now + (_sessions == 0 ? Plan.FirstFlap ?? Plan.FlapInterval : Plan.FlapInterval);
            _sessions++;
        }

        Tell(SimulationEventKind.Established, text);
    }

    void IRouterObserver.OnAnnounced(DateTimeOffset now)
    {
        lock (_lock)
        {
            _announcedAt = now;
        }

        Tell(SimulationEventKind.Announced, $"{_counters.Announced} routes announced so far");
    }

    void IRouterObserver.OnNotification(ReceivedNotification notification)
    {
        lock (_lock)
        {
            _lastNotification = notification;
        }
    }

    internal void Prepare(Asn peer) => _announcement.Prepare(peer);

    /// <summary>Keeps a session up until told to stop.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        for (var failures = 0; !stop.IsCancellationRequested; failures++)
        {
            var (reason, lasted) = await RunSessionAsync(stop).ConfigureAwait(false);

            // A session that is cut short over and over is no reason to hurry; one that was dropped as planned is none to wait.
            failures = TakeFlapping() || lasted >= LongestDelay ? 0 : failures;
            var delay = Plan.Reconnect ? DelayAsync(failures, stop) : Task.CompletedTask;
            Ended(reason);
            await delay.ConfigureAwait(false);
            if (!Plan.Reconnect)
            {
                return;
            }
        }
    }

    /// <summary>The heartbeat.</summary>
    internal void Tick(DateTimeOffset now)
    {
        RouterSession? session;
        lock (_lock)
        {
            session = _session;
            _flapping |= _session is not null && _establishedAt is not null && _flapAt <= now;
        }

        if (_flapping)
        {
            session?.Drop("dropped as planned");
        }
        else
        {
            session?.Tick(now);
        }
    }

    /// <summary>Says Cease / Administrative Shutdown; the session then ends by itself.</summary>
    internal void Shutdown()
    {
        lock (_lock)
        {
            _stopping = true;
            _session?.Cease(CeaseError.AdministrativeShutdown, "stopped");
        }
    }

    private async Task DelayAsync(int failures, CancellationToken stop)
    {
        var seconds = Math.Min(ShortestDelay.TotalSeconds * Math.Pow(2, Math.Min(failures, 8)), LongestDelay.TotalSeconds);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), _time, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped: the loop sees it.
        }
    }

    private async Task<(string Reason, TimeSpan Lasted)> RunSessionAsync(CancellationToken stop)
    {
        Socket socket;
        try
        {
            _idleState = RouterState.Connect;
            socket = await ConnectAsync(stop).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return ($"cannot connect to {_target}: {failure.Message}", TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            return ("stopped", TimeSpan.Zero);
        }

        using (socket)
        {
            var session = new RouterSession(socket, Plan, _announcement, _counters, this, _time);
            var began = _time.GetTimestamp();
            lock (_lock)
            {
                _counters.Reset();
                _session = session;
                if (_stopping)
                {
                    session.Cease(CeaseError.AdministrativeShutdown, "stopped");
                }
            }

            var reason = await session.RunAsync().ConfigureAwait(false);
            return (reason, _time.GetElapsedTime(began));
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken stop)
    {
        await _connecting.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return await SessionSocket.ConnectAsync(Plan, _target, stop).ConfigureAwait(false);
        }
        finally
        {
            _ = _connecting.Release();
        }
    }

    private bool TakeFlapping()
    {
        lock (_lock)
        {
            var flapping = _flapping;
            _flapping = false;
            return flapping;
        }
    }

    private void Ended(string reason)
    {
        lock (_lock)
        {
            _session = null;
            _idleState = RouterState.Idle;
            _establishedAt = null;
            _announcedAt = null;
            _lastError = reason;
        }

        Tell(SimulationEventKind.Ended, reason);
    }

    private void Tell(SimulationEventKind kind, string text) => _events?.Invoke(new SimulationEvent(Plan.Name, kind, text));
}
