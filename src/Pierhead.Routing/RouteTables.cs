using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Pierhead.Model.Ids;
using Pierhead.Routing.Reclaiming;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing;

/// <summary>
/// The tables of the node: an <see cref="AdjRibIn"/> for each session, over prefixes and attributes that all share. Any thread.
/// Their memory is outside the garbage collector's sight: dispose it, after the last lane has stopped.
/// </summary>
public sealed partial class RouteTables : IDisposable
{
    private readonly ConcurrentDictionary<SessionKey, AdjRibIn> _tables = new();
    private readonly Lock _lock = new();
    private readonly SharedTables _shared;
    private readonly Reclaimer _reclaimer;
    private readonly Upkeep _upkeep;
    private AdjRibIn[]? _sorted;
    private bool _disposed;

    public RouteTables(RouteTablesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _shared = new SharedTables(options);
        _reclaimer = new Reclaimer(_shared, () => _tables.Values);
        _upkeep = new Upkeep(_shared, _reclaimer);
        _upkeep.Start();
    }

    /// <summary>All tables in the order of their keys: a snapshot, made again only after one came or went.</summary>
    public IReadOnlyList<AdjRibIn> All
    {
        get
        {
            var sorted = Volatile.Read(ref _sorted);
            return sorted ?? Sort();
        }
    }

    public RouteTotals Totals
    {
        get
        {
            var byFamily = new long[Families.Count];
            long prefixes = 0;
            for (var index = 0; index < byFamily.Length; index++)
            {
                byFamily[index] = _shared.Routes((Family)index);
                prefixes += _shared.Keys((Family)index).Count;
            }

            return new RouteTotals(byFamily.Sum(), _shared.Stale, prefixes, _shared.Sets.Count, byFamily);
        }
    }

    internal SharedTables Shared => _shared;

    /// <summary>A cycle of reclaiming at once: for tests, on one thread at a time, with the background thread not due.</summary>
    internal void Reclaim() => _reclaimer.Run(CancellationToken.None);

    /// <summary>The table of a session: the same object for the same key until it is removed.</summary>
    public AdjRibIn Open(SessionKey key)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_tables.TryGetValue(key, out var table))
            {
                table = new AdjRibIn(key, _shared);
                _tables[key] = table;
                _sorted = null;
            }

            return table;
        }
    }

    /// <summary>Drops and forgets the table of a session that is no longer configured. What its lane still applies goes nowhere.</summary>
    public void Remove(SessionKey key)
    {
        AdjRibIn? table;
        lock (_lock)
        {
            if (!_tables.TryRemove(key, out table))
            {
                return;
            }

            _sorted = null;
        }

        table.Forget();
    }

    public bool TryGet(SessionKey key, [NotNullWhen(true)] out AdjRibIn? table) => _tables.TryGetValue(key, out table);

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _upkeep.Dispose();
        foreach (var table in _tables.Values)
        {
            table.Forget();
        }

        _shared.Grace.Close();
        _shared.Free();
    }

    private AdjRibIn[] Sort()
    {
        lock (_lock)
        {
            if (_sorted is null)
            {
                var sorted = _tables.Values.ToArray();
                Array.Sort(sorted, static (left, right) => left.Key.CompareTo(right.Key));
                _sorted = sorted;
            }

            return _sorted;
        }
    }
}
