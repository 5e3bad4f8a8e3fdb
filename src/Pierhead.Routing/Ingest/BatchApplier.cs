using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Reclaiming;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing.Ingest;

/// <summary>
/// Carries the routes of a group of planned messages into a session's tables, in the order of the messages and in steps over many
/// at a time: hash and ask for the slots, find the ids and ask for the entries, then write.
/// </summary>
internal ref partial struct BatchApplier
{
    private readonly AdjRibIn _table;
    private readonly SharedTables _shared;
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly DecodeContext _context;
    private readonly long _second;
    private readonly Span<MessagePlan> _plans;
    private readonly Span<PrefixWork> _work;
    private readonly LabeledContexts _labeled;
    private PrefixDictionary? _prefixes;
    private Family _family;
    private NlriKind _kind;
    private bool _hasFamily;
    private int _count;

    public BatchApplier(
        AdjRibIn table, SharedTables shared, ReadOnlySpan<byte> buffer, ApplyScratch scratch, in DecodeContext context, long second)
    {
        _table = table;
        _shared = shared;
        _buffer = buffer;
        _plans = scratch.Plans;
        _work = scratch.Work;
        _labeled = scratch.Labeled;
        _context = context;
        _second = second;
        StoppedAt = -1;
        _labeled.Begin();
    }

    /// <summary>Index of the message that ends the session, -1 where none does.</summary>
    public int StoppedAt { get; private set; }

    public Family? LimitReached { get; private set; }

    public bool OutOfResources { get; private set; }

    public FamilySet EndOfRib { get; private set; }

    public FamilySet LimitWarning { get; private set; }

    /// <summary>Applies messages of the group, up to the first that ends the session.</summary>
    public void Apply(int messages)
    {
        for (var message = 0; message < messages && StoppedAt < 0; message++)
        {
            ref readonly var plan = ref _plans[message];
            if (plan.Fault.Scope >= FaultScope.DisableFamily || plan.NoRoom || plan.IsEndOfRib)
            {
                Flush();
                ApplySpecial(message, in plan);
            }

            if (StoppedAt < 0)
            {
                Enqueue(plan.Withdrawn, message, WorkKind.Withdraw, isWithdrawal: true);
                Enqueue(plan.Unreach, message, WorkKind.Withdraw, isWithdrawal: true);
                Enqueue(plan.Nlri, message, plan.TreatAsWithdraw ? WorkKind.Withdraw : WorkKind.AnnounceNlri, isWithdrawal: false);
                Enqueue(plan.Reach, message, plan.TreatAsWithdraw ? WorkKind.Withdraw : WorkKind.AnnounceReach, isWithdrawal: false);
            }
        }

        Flush();
    }

    private void ApplySpecial(int message, in MessagePlan plan)
    {
        if (StoppedAt >= 0)
        {
            return;
        }

        if (plan.Fault.Scope == FaultScope.ResetSession || plan.NoRoom)
        {
            StoppedAt = message;
            OutOfResources = plan.Fault.Scope != FaultScope.ResetSession;
            return;
        }

        if (plan.Fault.Scope == FaultScope.DisableFamily)
        {
            _table.Disable(plan.Fault.Family);
        }

        if (plan.IsEndOfRib)
        {
            EndOfRib = EndOfRib.With(plan.EndOfRib);
            _table.EndInitialLoad(plan.EndOfRib);
        }
    }

    private void Flush()
    {
        if (_count == 0 || StoppedAt >= 0)
        {
            return;
        }

        var work = _work[.._count];
        _count = 0;
        _ = _prefixes?.Resolve(work);
        if (_shared.Marks is { } marks)
        {
            Mark(marks.Keys(_family), work);
        }

        var update = _table.Begin(_family, _second, HasAnnouncement(work));
        foreach (ref readonly var item in work)
        {
            update.Fresh?.Prefetch(item.Id);
        }

        var at = 0;
        while (at < work.Length && StoppedAt < 0)
        {
            var end = EndOfRun(work, at);
            if (work[at].IsWithdrawn)
            {
                Withdraw(in update, work[at..end]);
            }
            else
            {
                Announce(in update, work[at..end]);
            }

            at = end;
        }
    }

    private static void Mark(MarkBits marks, ReadOnlySpan<PrefixWork> work)
    {
        foreach (ref readonly var item in work)
        {
            if (!item.IsWithdrawn)
            {
                marks.Set(item.Id);
            }
        }
    }

    private static bool HasAnnouncement(ReadOnlySpan<PrefixWork> work)
    {
        foreach (ref readonly var item in work)
        {
            if (!item.IsWithdrawn)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A run is what gets one entry: of one message and kind, with room for all, and with the same labels where there are any.</summary>
    private readonly int EndOfRun(ReadOnlySpan<PrefixWork> work, int at)
    {
        ref readonly var first = ref work[at];
        var isLabeled = _kind == NlriKind.Labeled;
        var end = at + 1;
        while (end < work.Length && work[end].Message == first.Message && work[end].Kind == first.Kind && (work[end].Id == 0) == (first.Id == 0)
            && (!isLabeled || work[end].Context == first.Context))
        {
            end++;
        }

        return end;
    }

    private static void Withdraw(in FamilyUpdate update, ReadOnlySpan<PrefixWork> run)
    {
        foreach (ref readonly var item in run)
        {
            if (item.Id != 0 && update.Fresh?.Remove(item.Id, item.PathId) != true)
            {
                RemoveStale(in update, in item);
            }
        }
    }

    /// <summary>
    /// Removes what came again or was withdrawn from the stale routes. Where path identifiers were negotiated only before, or only
    /// now, the two cannot be told apart, and all of the prefix goes.
    /// </summary>
    private static void RemoveStale(in FamilyUpdate update, in PrefixWork item)
    {
        if (update.Stale is not { } stale)
        {
            return;
        }

        if (stale.HasPaths == update.HasPaths)
        {
            _ = stale.Remove(item.Id, item.PathId);
        }
        else
        {
            stale.RemoveAll(item.Id);
        }
    }

    private void Announce(in FamilyUpdate update, ReadOnlySpan<PrefixWork> run)
    {
        int message = run[0].Message;
        if (run[0].Id == 0)
        {
            StoppedAt = message;
            OutOfResources = true;
            return;
        }

        ref readonly var plan = ref _plans[message];
        var context = _kind == NlriKind.Labeled ? run[0].Context : run[0].Kind == WorkKind.AnnounceNlri ? plan.NlriContext.Id : plan.ReachContext.Id;
        var fresh = update.Fresh!;
        var done = fresh.Put(run, fresh.Pack(plan.Set, context), update.Time, update.Maximum - fresh.Count);
        if (update.Stale is { Count: > 0 })
        {
            foreach (ref readonly var item in run[..done])
            {
                RemoveStale(in update, in item);
            }
        }

        if (done < run.Length)
        {
            StoppedAt = message;
            LimitReached = _family;
        }

        if (_table.ShouldWarn(_family, fresh.Count))
        {
            LimitWarning = LimitWarning.With(_family);
        }
    }
}
