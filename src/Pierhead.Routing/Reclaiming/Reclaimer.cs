using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Reclaiming;

/// <summary>
/// Frees prefixes and attributes that no table names any more, without a count of references: marks what is in use, and sweeps the
/// rest. One cycle at a time, on the background thread.
/// </summary>
/// <remarks>
/// <para>Why it is right. From the moment that marks are published, under the exclusive gate and so between two batches of every
/// lane, a lane marks all it interns. What was interned before is in a table by then, and the scan, which sees each place of each
/// table under its writer's lock, marks it. So an id without a mark after the scan is named by no table, and gets a mark the
/// moment a lane finds it again.</para>
/// <para>Unlinking happens under the exclusive gate, in short slices: an id without a mark is taken out of its hash while no lane is
/// inside, so that none can find it later. Readers take no gate; they may hold such an id until their guard ends, and so
/// nothing is reused before a grace period has passed.</para>
/// </remarks>
internal sealed class Reclaimer
{
    /// <summary>
    /// What a slice under the gate may do: some tens of thousands of looks, or some thousand removals, about a millisecond. Shorter ones wait longer
    /// for the gate, where lanes are busy, than they work.
    /// </summary>
    public const int LooksASlice = 1 << 16;

    public const int RemovalsASlice = 1 << 13;

    private readonly Lock _running = new();
    private readonly SharedTables _shared;
    private readonly Func<IEnumerable<AdjRibIn>> _tables;

    public Reclaimer(SharedTables shared, Func<IEnumerable<AdjRibIn>> tables)
    {
        _shared = shared;
        _tables = tables;
    }

    /// <summary>One whole cycle; given up while it can be when <paramref name="stop"/> is set. Not from inside a read guard.</summary>
    public void Run(CancellationToken stop)
    {
        using var running = _running.EnterScope();
        RunCycle(stop);
    }

    /// <summary>The same, but nothing where a cycle may not begin now.</summary>
    public bool TryRun(CancellationToken stop)
    {
        if (!_running.TryEnter())
        {
            return false;
        }

        try
        {
            RunCycle(stop);
            return true;
        }
        finally
        {
            _running.Exit();
        }
    }

    /// <summary>Until it is left no cycle begins: an id means the same all the time, named by a table or not.</summary>
    public Lock.Scope Rest() => _running.EnterScope();

    private void RunCycle(CancellationToken stop)
    {
        var marks = new Marks(_shared);
        Exclusively(() => _shared.Marks = marks);
        foreach (var table in _tables())
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            table.Mark(marks);
        }

        if (!stop.IsCancellationRequested)
        {
            MarkLayers(marks);
            Unlink(marks);
        }

        Exclusively(() => _shared.Marks = null);
        marks.Free();
        if (stop.IsCancellationRequested)
        {
            return;
        }

        // Prefixes stay in the index until it is made anew without them; only then may their ids come again.
        _shared.RebuildIndexes();
        WaitForReaders();
        Release();
        _shared.Grace.Collect();
    }

    private void MarkLayers(Marks marks)
    {
        for (var id = 1u; id <= _shared.Sets.Watermark; id++)
        {
            if (marks.Sets[id])
            {
                marks.SetLayers(_shared.Sets[id]);
            }
        }
    }

    private void Unlink(Marks marks)
    {
        InSlices((ref long at) => _shared.Sets.Unlink(marks.Sets, ref at));
        InSlices((ref long at) => _shared.Paths.Unlink(marks.Paths, ref at));
        InSlices((ref long at) => _shared.Communities.Unlink(marks.Communities, ref at));
        InSlices((ref long at) => _shared.Others.Unlink(marks.Others, ref at));
        InSlices((ref long at) => _shared.Scalars.Unlink(marks.Scalars, ref at));
        InSlices((ref long at) => _shared.Contexts.Unlink(marks.Contexts, ref at));
        for (var index = 0; index < Families.Count; index++)
        {
            var family = (Family)index;
            var keys = _shared.Keys(family);
            if (keys.IsWorthUnlinking(marks.Keys(family)))
            {
                InSlices((ref long at) => keys.Unlink(marks.Keys(family), ref at));
            }
        }
    }

    private void Release()
    {
        _shared.Sets.Release();
        _shared.Paths.Release();
        _shared.Communities.Release();
        _shared.Others.Release();
        _shared.Scalars.Release();
        _shared.Contexts.Release();
        for (var index = 0; index < Families.Count; index++)
        {
            _shared.Keys((Family)index).Release();
        }
    }

    private void InSlices(Slice slice)
    {
        long at = 0;
        var isMore = true;
        while (isMore)
        {
            Exclusively(() => isMore = slice(ref at));
        }
    }

    private void Exclusively(Action action)
    {
        _shared.Gate.EnterWriteLock();
        try
        {
            action();
        }
        finally
        {
            _shared.Gate.ExitWriteLock();
        }

        // Lanes that waited go first.
        _ = Thread.Yield();
    }

    private void WaitForReaders()
    {
        var epoch = _shared.Grace.Now;
        while (!_shared.Grace.HasPassed(epoch))
        {
            Thread.Sleep(1);
        }
    }

    private delegate bool Slice(ref long at);
}
