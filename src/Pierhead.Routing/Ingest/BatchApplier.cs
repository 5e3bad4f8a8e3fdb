using Pierhead.Routing.Prefixes;
using Pierhead.Routing.Reclaiming;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;

namespace Pierhead.Routing.Ingest;

/// <summary>
/// Carries the prefixes of a group of planned messages into a session's tables, in the order of the messages and in steps over many
/// prefixes at a time: hash and ask for the slots, find the ids and ask for the entries, then write.
/// </summary>
internal ref struct BatchApplier
{
    private readonly AdjRibIn _table;
    private readonly SharedTables _shared;
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly FamilySet _addPath;
    private readonly long _second;
    private readonly Span<MessagePlan> _plans;
    private readonly Span<PrefixWork> _work;
    private PrefixDictionary? _prefixes;
    private Family _family;
    private int _count;

    public BatchApplier(AdjRibIn table, SharedTables shared, ReadOnlySpan<byte> buffer, ApplyScratch scratch, FamilySet addPath, long second)
    {
        _table = table;
        _shared = shared;
        _buffer = buffer;
        _plans = scratch.Plans;
        _work = scratch.Work;
        _addPath = addPath;
        _second = second;
        StoppedAt = -1;
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
                Enqueue(plan.Withdrawn, message, WorkKind.Withdraw);
                Enqueue(plan.Unreach, message, WorkKind.Withdraw);
                Enqueue(plan.Nlri, message, plan.TreatAsWithdraw ? WorkKind.Withdraw : WorkKind.AnnounceNlri);
                Enqueue(plan.Reach, message, plan.TreatAsWithdraw ? WorkKind.Withdraw : WorkKind.AnnounceReach);
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

    private void Enqueue(NlriField field, int message, WorkKind kind)
    {
        if (field.Length == 0 || !_table.Takes(field.Family))
        {
            return;
        }

        if (field.Family != _family || _prefixes is null)
        {
            Flush();
            _family = field.Family;
            _prefixes = _shared.Prefixes(field.Family)!;
        }

        var reader = new NlriReader(_buffer.Slice(field.Offset, field.Length), _prefixes.IsIPv6, _addPath.Contains(field.Family));
        while (StoppedAt < 0)
        {
            if (_count == _work.Length)
            {
                Flush();
            }

            ref var work = ref _work[_count];
            if (!TryRead(ref reader, ref work))
            {
                return;
            }

            work.Message = message;
            work.Kind = kind;
            _prefixes.Prepare(ref work);
            _count++;
        }
    }

    private static bool TryRead(ref NlriReader reader, ref PrefixWork work)
    {
        if (reader.IsIPv6)
        {
            return reader.TryReadV6(out work.High, out work.Low, out work.Length, out _);
        }

        work.Low = 0;
        var read = reader.TryReadV4(out var address, out work.Length, out _);
        work.High = (ulong)address << 32;
        return read;
    }

    private void Flush()
    {
        if (_count == 0 || StoppedAt >= 0)
        {
            return;
        }

        var work = _work[.._count];
        _count = 0;
        _ = _prefixes!.Resolve(work);
        if (_shared.Marks is { } marks)
        {
            Mark(marks.Prefixes(_family), work);
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

    /// <summary>A run is what gets one entry: of one message and kind, with room for all.</summary>
    private static int EndOfRun(ReadOnlySpan<PrefixWork> work, int at)
    {
        ref readonly var first = ref work[at];
        var end = at + 1;
        while (end < work.Length && work[end].Message == first.Message && work[end].Kind == first.Kind && (work[end].Id == 0) == (first.Id == 0))
        {
            end++;
        }

        return end;
    }

    private static void Withdraw(in FamilyUpdate update, ReadOnlySpan<PrefixWork> run)
    {
        foreach (ref readonly var item in run)
        {
            if (item.Id != 0 && update.Fresh?.Remove(item.Id) != true)
            {
                _ = update.Stale?.Remove(item.Id);
            }
        }
    }

    private void Announce(in FamilyUpdate update, ReadOnlySpan<PrefixWork> run)
    {
        var message = run[0].Message;
        if (run[0].Id == 0)
        {
            StoppedAt = message;
            OutOfResources = true;
            return;
        }

        ref readonly var plan = ref _plans[message];
        var context = run[0].Kind == WorkKind.AnnounceNlri ? plan.NlriContext.Id : plan.ReachContext.Id;
        var fresh = update.Fresh!;
        var done = fresh.Put(run, fresh.Pack(plan.Set, context), update.Time, update.Maximum - fresh.Count);
        if (update.Stale is { Count: > 0 } stale)
        {
            foreach (ref readonly var item in run[..done])
            {
                _ = stale.Remove(item.Id);
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
