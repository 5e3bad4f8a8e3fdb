using Pierhead.Simulate.Announcements;
using Pierhead.Simulate.Prepared;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate;

/// <summary>Runs the routers of a plan: one loop each for sending and receiving, and one heartbeat for the timers of all.</summary>
public sealed class Simulation : IAsyncDisposable
{
    /// <summary>How many connections are being opened at the same time: more would only overflow the listener's backlog.</summary>
    private const int ConnectingAtOnce = 256;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time;
    private readonly SimulatedRouter[] _routers;
    private readonly SemaphoreSlim _connecting = new(ConnectingAtOnce);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopHeartbeat = new();
    private Task _running = Task.CompletedTask;
    private Task _beating = Task.CompletedTask;

    /// <summary>Makes the routers; nothing is opened yet.</summary>
    /// <param name="events">Told of what happens to routers, from any thread.</param>
    public Simulation(SimulationPlan plan, Action<SimulationEvent>? events = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _time = time ?? TimeProvider.System;
        var tables = new PreparedTables();
        _routers = [.. plan.Routers.Select(router => new SimulatedRouter(
            router, plan.Target, AnnouncementOf(router, tables), _connecting, events, _time))];
    }

    public IReadOnlyList<SimulatedRouter> Routers => _routers;

    /// <summary>
    /// Encodes the tables for sessions with a peer of that AS, which the first session does otherwise: for measurements that begin
    /// when sessions do. Some tenths of a second for a million routes.
    /// </summary>
    public void Prepare(Asn peer)
    {
        foreach (var router in _routers)
        {
            router.Prepare(peer);
        }
    }

    /// <summary>Starts all routers and returns; they connect meanwhile.</summary>
    public Task StartAsync()
    {
        _running = Task.WhenAll(_routers.Select(router => Task.Run(() => router.RunAsync(_stop.Token))));
        _beating = BeatAsync();
        return Task.CompletedTask;
    }

    /// <summary>How each router is doing, in the plan's order.</summary>
    public IReadOnlyList<RouterStatus> Status() => [.. _routers.Select(router => router.Status)];

    /// <summary>Completes when no router runs any more: after <see cref="StopAsync"/>, or when none reconnects.</summary>
    public Task Completion => _running;

    /// <summary>Ends every session with Cease / Administrative Shutdown and waits until all are closed.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var router in _routers)
        {
            router.Shutdown();
        }

        await _running.ConfigureAwait(false);
        await _stopHeartbeat.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _connecting.Dispose();
        _stop.Dispose();
        _stopHeartbeat.Dispose();
    }

    private static Announcement AnnouncementOf(RouterPlan plan, PreparedTables tables) => plan switch
    {
        { Recording: { } recording } => new RecordedAnnouncement(plan, recording),
        { Table: { } table } => new TableAnnouncement(plan, table, tables),
        _ => throw new ArgumentException($"Router {plan.Name} has neither a table nor a recording to announce.", nameof(plan)),
    };

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Heartbeat, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopHeartbeat.Token).ConfigureAwait(false))
            {
                var now = _time.GetUtcNow();
                foreach (var router in _routers)
                {
                    router.Tick(now);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
