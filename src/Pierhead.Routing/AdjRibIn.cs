using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing;

/// <summary>
/// A session's own table (RFC 4271 section 3.2). The methods that change it come from one thread, the lane of its session; the
/// ones that read it may come from any, take no lock, and see each route whole.
/// </summary>
/// <remarks>
/// When a session comes back, what was held becomes the stale generation and a fresh one is filled beside it. A prefix is never in
/// both: what comes into the fresh one leaves the stale one.
/// </remarks>
public sealed partial class AdjRibIn
{
    private readonly SharedTables _shared;
    private readonly Generations[] _generations = new Generations[Families.Count];
    private readonly long[] _published = new long[Families.Count];
    private DecodeContext _context;
    private PrefixLimits _limits = PrefixLimits.None;
    private FamilySet _disabled;
    private FamilySet _warned;
    private FamilySet _loaded;
    private long _publishedStale;
    private readonly Lock _writer = new();
    private volatile bool _isUp;
    private bool _isForgotten;
    private int _joins;

    internal AdjRibIn(SessionKey key, SharedTables shared)
    {
        Key = key;
        _shared = shared;
        Array.Fill(_generations, Generations.None);
    }

    public SessionKey Key { get; }

    /// <summary>Paths held that are stale. Any thread.</summary>
    public long StaleCount => Interlocked.Read(ref _publishedStale);

    /// <summary>Paths held, stale ones included, as of the last call that changed the table. Any thread.</summary>
    public long Count(Family family) => Interlocked.Read(ref _published[(int)family]);

    /// <summary>
    /// The session is established. Routes held from before are stale until they come again, are withdrawn, or their family's
    /// End-of-RIB arrives.
    /// </summary>
    public void SessionUp(in DecodeContext context, PrefixLimits limits, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using var writer = _writer.EnterScope();
        using var guard = _shared.Grace.Enter();
        _context = context;
        _limits = limits;
        _joins++;
        _disabled = FamilySet.Empty;
        _warned = FamilySet.Empty;
        _loaded = FamilySet.Empty;
        for (var index = 0; index < _generations.Length; index++)
        {
            var held = _generations[index];
            if (held.Fresh is not null)
            {
                Publish((Family)index, new Generations(null, Join(held), held.IsLongLived));
            }
        }

        _isUp = true;
        Interlocked.Exchange(ref _staleSince, 0);
        PublishCounts();
    }

    /// <summary>The session is lost: every route it holds is stale from now on, and still answers.</summary>
    public void SessionDown(DateTimeOffset now)
    {
        using var writer = _writer.EnterScope();
        _isUp = false;
        Interlocked.Exchange(ref _staleSince, now.UtcTicks);
        PublishCounts();
    }

    /// <summary>
    /// Drops what is stale of some families: the time for which it is kept is over, the initial load is complete without an
    /// End-of-RIB, or the router did not preserve its forwarding state (RFC 4724 section 4.2).
    /// </summary>
    public void DropStale(FamilySet families)
    {
        using (_writer.EnterScope())
        {
            foreach (var family in families.Enumerate())
            {
                Publish(family, _isUp ? Held(family).WithoutStale() : Generations.None);
            }

            PublishCounts();
        }

        _shared.Grace.Collect();
    }

    /// <summary>Drops everything, stalling nobody; the table can be used again by a later <see cref="SessionUp"/>.</summary>
    public void Drop()
    {
        using (_writer.EnterScope())
        {
            DropAll();
        }

        _shared.Grace.Collect();
    }

    /// <summary>Drops everything for good: what a lane that does not know yet still sends goes nowhere.</summary>
    internal void Forget()
    {
        using (_writer.EnterScope())
        {
            _isForgotten = true;
            DropAll();
        }

        _shared.Grace.Collect();
    }

    /// <summary>The forms of a family's fresh table: for tests and measurement.</summary>
    internal (bool IsDense, bool IsWide) Form(Family family) =>
        Held(family).Fresh is { } fresh ? (fresh.IsDense, fresh.IsWide) : default;

    private void DropAll()
    {
        for (var index = 0; index < _generations.Length; index++)
        {
            Publish((Family)index, Generations.None);
        }

        PublishCounts();
    }

    private Generations Held(Family family) => Volatile.Read(ref _generations[(int)family]);

    /// <summary>Swaps what a family holds; the tables that are no longer in it are freed once readers have left.</summary>
    private void Publish(Family family, Generations held)
    {
        var old = _generations[(int)family];
        Volatile.Write(ref _generations[(int)family], held);
        Retire(old.Fresh, held);
        Retire(old.Stale, held);
    }

    private static void Retire(FamilyTable? table, Generations held)
    {
        if (table is not null && table != held.Fresh && table != held.Stale)
        {
            table.Retire();
        }
    }

    /// <summary>
    /// One stale table from both generations, when a session is lost again before its load was over. The smaller goes into the
    /// greater; a reader meanwhile finds an entry in one of them, or in both the same.
    /// </summary>
    private static FamilyTable? Join(Generations held)
    {
        if (held.Stale is null || held.Fresh is null)
        {
            return held.Fresh ?? held.Stale;
        }

        if (held.Stale.HasPaths != held.Fresh.HasPaths)
        {
            // What has path identifiers and what has none cannot be told apart: the newer word counts.
            return held.Fresh;
        }

        var (greater, smaller) = held.Fresh.Count > held.Stale.Count ? (held.Fresh, held.Stale) : (held.Stale, held.Fresh);
        greater.Absorb(smaller);
        return greater;
    }

    /// <summary>Makes counts visible and moves the node's totals by what changed.</summary>
    private void PublishCounts()
    {
        Volatile.Write(ref _changes, _changes + 1);
        long stale = 0;
        for (var index = 0; index < _generations.Length; index++)
        {
            var held = _generations[index];
            var fresh = held.Fresh?.Count ?? 0;
            var old = held.Stale?.Count ?? 0;
            stale += _isUp ? old : fresh + old;
            if (fresh + old != _published[index])
            {
                _shared.AddRoutes((Family)index, fresh + old - _published[index]);
                Interlocked.Exchange(ref _published[index], fresh + old);
            }
        }

        if (stale != _publishedStale)
        {
            _shared.AddStale(stale - _publishedStale);
            Interlocked.Exchange(ref _publishedStale, stale);
        }
    }
}
