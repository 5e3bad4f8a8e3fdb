using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Slots;

namespace Pierhead.Sessions.Tests.Support;

/// <summary>One session over connections in memory and a clock of its own: the lane's work, step by step.</summary>
internal sealed class SlotHarness
{
    private readonly List<(MemoryConnection Connection, Link Link)> _links = [];

    /// <param name="restoredSince">Since when the routes are stale that came over a restart of the node, in seconds before now; null for none.</param>
    internal SlotHarness(DeviceBgp? bgp = null, BgpServerOptions? options = null, double? restoredSince = null)
    {
        if (restoredSince is { } seconds)
        {
            var table = Tables[Trees.Key("edge1", "198.51.100.1")];
            (table.StaleCount, table.StaleSince) = (7, Clock.GetUtcNow() - TimeSpan.FromSeconds(seconds));
        }

        options = (options ?? new BgpServerOptions()) with { TimeProvider = Clock };
        Runtime = new SessionRuntime(options, Tables, new SessionsMetrics(new MeterFactory()), NullLogger.Instance);
        var settings = new SlotSettings(bgp ?? Trees.Bgp, Trees.RouterId);
        Slot = new SessionSlot(Trees.Key("edge1", "198.51.100.1"), settings, Runtime, _ => Ended++, new SlotRegistration(null!, settings));
        Slot.Open();
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal RecordingTables Tables { get; } = new();

    internal SessionRuntime Runtime { get; }

    internal SessionSlot Slot { get; }

    /// <summary>Connections that have ended.</summary>
    internal int Ended { get; private set; }

    internal RecordingTable Table => Tables[Slot.Key];

    internal BgpState State => Slot.Status.State;

    internal string? LastError => Slot.Status.LastError;

    internal MemoryConnection Connect()
    {
        var connection = new MemoryConnection();
        _links.Add((connection, Slot.Admit(connection)));
        return connection;
    }

    /// <summary>A connection on which the session is established; what was sent until then is forgotten.</summary>
    internal MemoryConnection Establish(byte[]? open = null)
    {
        var connection = Connect();
        connection.Deliver(open ?? Messages.Open(), Messages.Keepalive);
        Pump();
        Assert.Equal(BgpState.Established, State);
        connection.TakeSent();
        return connection;
    }

    /// <summary>Brings all readiness to the slot, until there is none.</summary>
    internal void Pump()
    {
        for (var progress = true; progress;)
        {
            progress = false;
            foreach (var (connection, link) in _links.ToArray())
            {
                if (connection.HasInput)
                {
                    Slot.OnReadable(link);
                    progress = true;
                }

                if (connection is { Writable: true, Room: > 0, IsClosed: false })
                {
                    Slot.OnWritable(link);
                    progress = true;
                }
            }
        }
    }

    /// <summary>Lets time pass, heartbeat by heartbeat.</summary>
    internal void Advance(TimeSpan time, Action? eachBeat = null)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Runtime.Options.Heartbeat)
        {
            Clock.Advance(Runtime.Options.Heartbeat);
            eachBeat?.Invoke();
            if (Slot.Due <= Runtime.Now)
            {
                Slot.Tick(Runtime.Now);
            }
        }
    }

    internal void Advance(double seconds, Action? eachBeat = null) => Advance(TimeSpan.FromSeconds(seconds), eachBeat);

    internal sealed class MeterFactory : IMeterFactory
    {
        public Meter Create(MeterOptions options) => Made = new Meter(options);

        internal Meter? Made { get; private set; }

        public void Dispose()
        {
        }
    }
}
