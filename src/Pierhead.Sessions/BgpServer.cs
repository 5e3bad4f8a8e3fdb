using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Admission;
using Pierhead.Sessions.Announcements;
using Pierhead.Sessions.Lanes;
using Pierhead.Sessions.Linux;
using Pierhead.Sessions.Slots;
using Pierhead.Sessions.Tables;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions;

/// <summary>
/// The node's BGP side: listens, admits, runs the sessions and feeds their tables. Inert until <see cref="Listen"/> or
/// <see cref="StartAsync"/>; started and stopped once. <see cref="Apply"/> is for one caller at a time, everything that reads for any.
/// </summary>
public sealed partial class BgpServer : IAsyncDisposable
{
    private readonly BgpServerOptions _options;
    private readonly IAdjRibInSource _tables;
    private readonly ILogger _logger;
    private readonly SessionsMetrics _metrics;
    private readonly SlotRegistry _registry;
    private readonly AnnouncementBook _announcements = new();
    private readonly Lock _lifecycle = new();
    private Lane[] _lanes = [];
    private ListenerGroup[] _listeners = [];
    private Acceptor? _acceptor;
    private Configuration? _started;
    private Ip _routerId;
    private bool _running;
    private bool _stopped;

    public BgpServer(BgpServerOptions options, IAdjRibInSource tables, ILoggerFactory loggerFactory, IMeterFactory meterFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        ArgumentNullException.ThrowIfNull(meterFactory);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Lanes, 1);
        if (options.ListenerShards < 1 || !int.IsPow2(options.ListenerShards))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.ListenerShards, "ListenerShards is a power of two.");
        }

        _options = options;
        _tables = tables;
        _logger = loggerFactory.CreateLogger<BgpServer>();
        _metrics = new SessionsMetrics(meterFactory);
        _registry = new SlotRegistry(() => _lanes);
        UnknownRouters = new UnknownRouters(options.UnknownRouterLimit);
        _metrics.Observe(_registry, UnknownRouters);
    }

    /// <summary>Who came and is no one's.</summary>
    public UnknownRouters UnknownRouters { get; }

    /// <summary>Where it listens, with the ports that the kernel chose; empty before it is started.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => [.. _listeners.Select(listener => listener.Endpoint)];

    /// <summary>Sessions known (those of devices, and those that ranges made), and those established.</summary>
    public (int Configured, int Established) Totals => (_registry.Count, _metrics.Established);

    /// <summary>Empty while sessions are served; otherwise a sentence for each thing that is wrong. Any thread.</summary>
    public IReadOnlyList<string> NotReady()
    {
        if (!_running || _stopped)
        {
            return ["BGP: no connection is taken"];
        }

        return
        [
            .. _lanes.Index()
                .Where(lane => lane.Item.SinceHeartbeat > _options.LaneStuckAfter)
                .Select(lane => $"BGP: lane {lane.Index} has not looked at its timers for {(int)lane.Item.SinceHeartbeat.TotalSeconds} s"),
        ];
    }

    /// <summary>
    /// Listens, and takes no connection yet: until <see cref="StartAsync"/> they wait in the kernel. A router that is refused tries again
    /// after minutes, one that waits is answered as soon as the node can.
    /// </summary>
    /// <param name="configuration">What will be served.</param>
    /// <exception cref="ListenException">It cannot listen; nothing was started.</exception>
    public void Listen(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        lock (_lifecycle)
        {
            if (_acceptor is not null || _stopped)
            {
                throw new InvalidOperationException("A BgpServer listens once.");
            }

            try
            {
                Prepare(configuration);
            }
            catch
            {
                CloseListeners();
                _acceptor?.Dispose();
                _acceptor = null;
                throw;
            }
        }
    }

    /// <summary>Listens, where it does not yet, and takes connections from when it returns.</summary>
    /// <param name="configuration">What to serve.</param>
    /// <param name="restored">
    /// Sessions whose tables came over a restart of the node: each keeps its routes, stale, until <c>keep_stale</c> is over, whether its router
    /// comes or not. Those that the configuration does not know are left out.
    /// </param>
    /// <exception cref="ListenException">It cannot listen; nothing was started.</exception>
    public Task StartAsync(Configuration configuration, IReadOnlyCollection<SessionKey>? restored = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        lock (_lifecycle)
        {
            if (_running || _stopped)
            {
                throw new InvalidOperationException("A BgpServer is started once.");
            }

            if (_acceptor is null)
            {
                Listen(configuration);
            }

            _running = true;
            StartThreads(configuration, restored ?? []);
        }

        return Task.CompletedTask;
    }

    /// <summary>Every session, in the order of their keys. Cheap; holds nobody up.</summary>
    public IReadOnlyList<SessionStatus> Snapshot()
    {
        var slots = _registry.Sorted();
        var result = new SessionStatus[slots.Length];
        for (var index = 0; index < slots.Length; index++)
        {
            result[index] = slots[index].Status;
        }

        return result;
    }

    /// <summary>One session, or null.</summary>
    public SessionStatus? Find(SessionKey key) => _registry.Find(key)?.Status;

    /// <summary>Clears a session; returns 1 when it was acted on, 0 when there is none, or, for a soft clear, none that can be refreshed.</summary>
    public int Clear(SessionKey key, ClearKind kind)
    {
        if (_registry.Find(key) is not { } slot || (kind == ClearKind.Soft && !slot.CanRefresh))
        {
            return 0;
        }

        slot.Registration.Lane.Post(slot, kind == ClearKind.Soft ? slot.ClearSoft : slot.ClearHard);
        return 1;
    }

    /// <summary>
    /// Sets what is announced to each device, in place of all before: sessions send what differs, and all of it when they are established.
    /// Any thread.
    /// </summary>
    /// <exception cref="ArgumentException">More for one device than <see cref="BgpServerOptions.AnnouncementLimit"/>; nothing was changed.</exception>
    public void Announce(ImmutableDictionary<DeviceId, ImmutableArray<Announcement>> desired)
    {
        ArgumentNullException.ThrowIfNull(desired);
        foreach (var (device, announcements) in desired)
        {
            if (announcements.Length > _options.AnnouncementLimit)
            {
                throw new ArgumentException($"{announcements.Length} announcements to {device}; there may be {_options.AnnouncementLimit}.", nameof(desired));
            }
        }

        _announcements.Replace(desired);
        foreach (var slot in _registry.Sorted())
        {
            slot.Registration.Lane.Post(slot, slot.AnnouncementsChanged);
        }
    }

    /// <summary>Tells every router Cease / Administrative Shutdown with the reason (RFC 9003), waits a moment for it to leave, and ends.</summary>
    public Task StopAsync(string reason) => EndAsync(reason, lane => lane.BeginStop(reason));

    /// <summary>
    /// Ends every session by closing its connection, without a NOTIFICATION: routers with graceful restart keep what was announced to them
    /// (RFC 4724 section 4.2) until the node is back.
    /// </summary>
    public Task LeaveAsync(string reason) => EndAsync(reason, lane => lane.BeginLeave());

    private async Task EndAsync(string reason, Action<Lane> begin)
    {
        Acceptor acceptor;
        lock (_lifecycle)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            if (!_running)
            {
                CloseListeners();
                _acceptor?.Dispose();
                return;
            }

            acceptor = _acceptor!;
        }

        await Task.Run(() =>
        {
            acceptor.Stop();
            CloseListeners();
            foreach (var lane in _lanes)
            {
                lane.Post(slot: null, () => begin(lane));
            }

            foreach (var lane in _lanes)
            {
                lane.Join();
                lane.Dispose();
            }

            acceptor.Dispose();
        }).ConfigureAwait(false);
        Stopped(_logger, reason);
    }

    public async ValueTask DisposeAsync() => await StopAsync("the node stops").ConfigureAwait(false);

    private void Prepare(Configuration configuration)
    {
        var endpoints = _options.ListenEndpoints ?? configuration.Node.BgpListen;
        var listeners = new List<ListenerGroup>(endpoints.Count);
        foreach (var endpoint in endpoints)
        {
            listeners.Add(ListenerGroup.Bind(endpoint, _options.ListenerShards));
            _listeners = [.. listeners];
        }

        _acceptor = new Acceptor(_listeners, configuration, configuration.Node.RouterId, _options, _registry, UnknownRouters, _metrics, _logger);
        var plan = Md5KeyPlan.Of(configuration);
        var fullest = _acceptor.Keys.Fullest(plan.Keys);
        if (fullest > OptionMemory.Keys)
        {
            throw ListenException.TooManyKeys(fullest);
        }

        var failures = _acceptor.Keys.Apply(plan);
        if (failures.Count > 0)
        {
            var listener = _listeners.First(l => l.IsIPv6 == failures[0].Source.IsIPv6);
            throw failures[0].Error == Errno.NoMemory ? ListenException.TooManyKeys(fullest) : new ListenException(listener.Endpoint, failures[0].Error);
        }

        foreach (var listener in _listeners)
        {
            listener.Listen();
        }
    }

    private void StartThreads(Configuration configuration, IReadOnlyCollection<SessionKey> restored)
    {
        _started = configuration;
        _routerId = configuration.Node.RouterId;
        _lanes = new Lane[_options.Lanes];
        for (var number = 0; number < _lanes.Length; number++)
        {
            _lanes[number] = new Lane(number, new SessionRuntime(_options, _tables, _metrics, _logger, _announcements), _registry);
        }

        foreach (var (key, settings) in Expected(configuration))
        {
            _registry.Add(key, settings);
        }

        foreach (var key in restored)
        {
            // Those of devices are there already.
            if (configuration.TryClaim(key.Address, out var claim) && claim.Device == key.Device && claim.Range is { } range)
            {
                _registry.Add(key, new SlotSettings(claim.Bgp, _routerId), range);
            }
        }

        foreach (var lane in _lanes)
        {
            lane.Start();
        }

        _acceptor!.Start();
        foreach (var listener in _listeners)
        {
            Listening(_logger, listener.Endpoint);
        }
    }

    private void CloseListeners()
    {
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }

        _listeners = [];
    }
}
