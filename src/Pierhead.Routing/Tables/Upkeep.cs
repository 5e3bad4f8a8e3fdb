using System.Diagnostics;
using Pierhead.Routing.Matching;
using Pierhead.Routing.Reclaiming;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Tables;

/// <summary>
/// The background thread of the tables: frees what readers have left, lets the longest-match indexes follow, and reclaims. New
/// prefixes come in floods when tables load, and an index takes a flood in one go for a fraction of what it costs bit by bit, while the
/// lanes have better use for the cores; so it waits until the flood is over, or long enough. Until then lookups that must be exact do
/// without it.
/// </summary>
internal sealed class Upkeep : IDisposable
{
    private const int LongestWait = 30;

    // Between cycles of reclaiming, so many times as long as the last one took.
    private const int Rest = 3;

    // Routes in a tick that only tables which load bring: a hundred thousand changes a second go on all day.
    private const long Flood = 50_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FloodRest = TimeSpan.FromSeconds(30);

    private readonly SharedTables _shared;
    private readonly Reclaimer _reclaimer;
    private readonly CancellationTokenSource _stop = new();
    private readonly long[] _seen = new long[Families.Count];
    private readonly int[] _waited = new int[Families.Count];
    private readonly Thread _thread;
    private long _routes;
    private long _restedSince = Stopwatch.GetTimestamp();
    private TimeSpan _rest = LeastRest;
    private long _added;
    private long _dropped;

    public Upkeep(SharedTables shared, Reclaimer reclaimer)
    {
        _shared = shared;
        _reclaimer = reclaimer;
        _thread = new Thread(Run) { IsBackground = true, Name = "tables" };
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Token.WaitHandle.WaitOne(Tick))
        {
            var routes = _shared.TotalRoutes;
            var isFlood = routes - _routes > Flood;
            _routes = routes;
            for (var index = 0; index < Families.Count; index++)
            {
                if (_shared.Index((Family)index) is { } matching)
                {
                    Follow(index, matching, _shared.Prefixes((Family)index)!.Added, isFlood);
                }
            }

            Reclaim(isFlood);
            _shared.Grace.Collect();
        }
    }

    private void Follow(int family, LongestMatchIndex index, long known, bool isFlood)
    {
        var mustWait = isFlood || known != _seen[family];
        _seen[family] = known;
        if (index.IsCaughtUp || (mustWait && ++_waited[family] < LongestWait))
        {
            return;
        }

        _waited[family] = 0;
        _shared.CatchUp((Family)family);
    }

    /// <summary>
    /// A cycle when so much was added, or dropped with tables, that much of what is held may be named by nobody. Both are in
    /// proportion to what is held, so that the work stays in proportion to what it can free. Between cycles it rests some times as long as
    /// one takes; with small tables that is so short that whoever sends ever new attributes fills no memory to speak of.
    /// </summary>
    private void Reclaim(bool isFlood)
    {
        // What fills tables is named by them.
        if (Stopwatch.GetElapsedTime(_restedSince) < (isFlood ? FloodRest : _rest))
        {
            return;
        }

        var (added, dropped) = (_shared.Added, _shared.Dropped);
        var least = _shared.Options.ReclaimAfter;
        if (added - _added > Math.Max(least, _shared.Held / 4) || dropped - _dropped > Math.Max(least, _shared.TotalRoutes / 4))
        {
            // An image that is being written needs ids to stay: then with the next tick.
            var started = Stopwatch.GetTimestamp();
            if (_reclaimer.TryRun(_stop.Token))
            {
                (_added, _dropped) = (added, dropped);
                _restedSince = Stopwatch.GetTimestamp();
                _rest = TimeSpan.FromTicks(Math.Max(LeastRest.Ticks, Stopwatch.GetElapsedTime(started).Ticks * Rest));
            }
        }
    }
}
