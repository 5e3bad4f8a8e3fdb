using Pierhead.Routing.Ingest;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing;

/// <summary>UPDATE messages into the table.</summary>
public sealed partial class AdjRibIn
{
    /// <summary>Applies UPDATE messages in order, up to the first that ends the session. Allocates nothing for a message or a prefix.</summary>
    /// <param name="buffer">The receive buffer that the frames point into; not kept.</param>
    /// <param name="updates">The messages, in order; best some 64 at a time.</param>
    /// <param name="now">When they were received.</param>
    /// <param name="result">What the session has to act on or count.</param>
    public void Apply(ReadOnlySpan<byte> buffer, ReadOnlySpan<MessageFrame> updates, DateTimeOffset now, out ApplyResult result)
    {
        using var writer = _writer.EnterScope();
        using var guard = _shared.Grace.Enter();
        result = default;
        _shared.Gate.EnterReadLock();
        try
        {
            ApplyGroups(buffer, updates, now, ref result);
        }
        finally
        {
            _shared.Gate.ExitReadLock();
        }

        Settle();
    }

    /// <summary>Whether prefixes of a family go into a table.</summary>
    internal bool Takes(Family family) => !_isForgotten && !_disabled.Contains(family);

    /// <summary>The tables that a flush works with; makes the fresh one where something is announced for the first time.</summary>
    internal FamilyUpdate Begin(Family family, long second, bool announces)
    {
        var held = _generations[(int)family];
        if (held.Fresh is null && announces)
        {
            var fresh = new FamilyTable(_shared, _shared.Keys(family), _context.AddPath.Contains(family), second);
            held = new Generations(fresh, held.Stale, held.IsLongLived);
            Publish(family, held);
        }

        byte time = 0;
        if (announces && (_loaded.Contains(family) || second - held.Fresh!.Began > (long)_shared.Options.InitialLoad.TotalSeconds))
        {
            time = held.Fresh!.TimeOf(second);
        }

        return new FamilyUpdate(held.Fresh, held.Stale, time, _limits.Maximum(family), _context.AddPath.Contains(family));
    }

    /// <summary>End-of-RIB: what the router did not send again is gone (RFC 4724 section 4.2).</summary>
    internal void EndInitialLoad(Family family)
    {
        _loaded = _loaded.With(family);
        Publish(family, _generations[(int)family].WithoutStale());
    }

    /// <summary>A family that cannot be read any more: its routes go, and what comes of it is ignored (RFC 4760 section 7).</summary>
    internal void Disable(Family family)
    {
        _disabled = _disabled.With(family);
        Publish(family, Generations.None);
    }

    /// <summary>Whether the warning mark of a family is reached, for the first time in the session.</summary>
    internal bool ShouldWarn(Family family, long count)
    {
        if (count < _limits.WarnAt(family) || _warned.Contains(family))
        {
            return false;
        }

        _warned = _warned.With(family);
        return true;
    }

    private void ApplyGroups(ReadOnlySpan<byte> buffer, ReadOnlySpan<MessageFrame> updates, DateTimeOffset now, ref ApplyResult result)
    {
        var scratch = ApplyScratch.OfThread;
        var second = now.ToUnixTimeSeconds();
        var applied = 0;
        while (applied < updates.Length)
        {
            var planned = scratch.Planner.Plan(_shared, buffer, updates[applied..], in _context);
            var batch = new BatchApplier(this, _shared, buffer, scratch, in _context, second);
            batch.Apply(planned);
            Note(ref result, in batch, scratch.Plans.AsSpan(0, planned), applied);
            applied = result.Applied;
            if (batch.StoppedAt >= 0)
            {
                break;
            }
        }
    }

    private static void Note(ref ApplyResult result, in BatchApplier batch, ReadOnlySpan<MessagePlan> plans, int before)
    {
        var looked = batch.StoppedAt < 0 ? plans.Length : batch.StoppedAt + 1;
        for (var message = 0; message < looked; message++)
        {
            ref readonly var fault = ref plans[message].Fault;
            if (fault.IsNone)
            {
                continue;
            }

            var isWorse = fault.Scope > result.WorstFault.Scope;
            result = result with
            {
                FaultyUpdates = result.FaultyUpdates + 1,
                WorstFault = isWorse ? fault : result.WorstFault,
                FaultFrame = isWorse ? before + message : result.FaultFrame,
            };
        }

        result = result with
        {
            Applied = before + (batch.StoppedAt < 0 ? plans.Length : batch.StoppedAt),
            EndOfRib = new FamilySet((ushort)(result.EndOfRib.Mask | batch.EndOfRib.Mask)),
            LimitWarning = new FamilySet((ushort)(result.LimitWarning.Mask | batch.LimitWarning.Mask)),
            LimitReached = batch.LimitReached,
            OutOfResources = batch.OutOfResources,
        };
    }

    /// <summary>After a batch: gives back what emptied, and makes the counts visible.</summary>
    private void Settle()
    {
        for (var index = 0; index < _generations.Length; index++)
        {
            var held = _generations[index];
            held.Fresh?.Trim();
            if (held.Stale is { Count: 0 })
            {
                Publish((Family)index, held.WithoutStale());
            }
        }

        PublishCounts();
    }
}
