using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pierhead.Routing.Interning;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Reclaiming;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Update;

namespace Pierhead.Routing.Ingest;

/// <summary>
/// Decodes a group of messages and interns their attributes, in steps over the whole group, so that the cache misses of its messages
/// overlap: first all slots are asked for, then all contents, then they are compared.
/// </summary>
internal sealed class AttributePlanner
{
    private readonly byte[] _scratch;
    private readonly MessagePlan[] _plans;
    private SharedTables _shared = null!;
    private int _used;

    public AttributePlanner(MessagePlan[] plans, byte[] scratch)
    {
        _plans = plans;
        _scratch = scratch;
    }

    /// <summary>
    /// Plans as many of the messages as a group takes: up to 64, to the first that ends the session, or until the scratch
    /// buffer is full. Returns how many.
    /// </summary>
    public int Plan(SharedTables shared, ReadOnlySpan<byte> buffer, ReadOnlySpan<MessageFrame> updates, in DecodeContext context)
    {
        _shared = shared;
        var planned = 0;
        _used = 0;
        while (planned < updates.Length && planned < ApplyScratch.Messages)
        {
            ref var plan = ref _plans[planned];
            plan = default;
            var frame = updates[planned];
            plan.Fault = UpdateMessage.Decode(buffer.Slice(frame.BodyOffset, frame.BodyLength), in context, out var update);
            if (plan.Fault.Scope != FaultScope.ResetSession && !TryPlan(buffer, in update, frame.BodyOffset, ref plan))
            {
                break;
            }

            planned++;
            if (plan.Fault.Scope == FaultScope.ResetSession)
            {
                break;
            }
        }

        Intern(buffer, _plans.AsSpan(0, planned));
        return planned;
    }

    private bool TryPlan(ReadOnlySpan<byte> buffer, in UpdateMessage update, int bodyOffset, ref MessagePlan plan)
    {
        plan.TreatAsWithdraw = update.TreatAsWithdraw;
        plan.Withdrawn = Field(buffer, update.Withdrawn, Family.IPv4);
        plan.Nlri = Field(buffer, update.Nlri, Family.IPv4);
        plan.Reach = Field(buffer, update.ReachNlri, update.ReachFamily ?? default);
        plan.Unreach = Field(buffer, update.UnreachNlri, update.UnreachFamily ?? default);
        if (!plan.Announces)
        {
            plan.IsEndOfRib = update.IsEndOfRib(out plan.EndOfRib);
            return true;
        }

        return TryPlanAttributes(buffer, in update, bodyOffset, ref plan);
    }

    private bool TryPlanAttributes(ReadOnlySpan<byte> buffer, in UpdateMessage update, int bodyOffset, ref MessagePlan plan)
    {
        var bound = update.AsPathCanonicalBound + update.OthersCanonicalBound + Scalars.Bound + (2 * HopContext.Bound(in update));
        if (bound > _scratch.Length - _used)
        {
            return false;
        }

        ref readonly var index = ref update.Index;
        if (update.IsAsPathCanonical)
        {
            plan.Path.Plan(buffer, bodyOffset + index.Offset(AttributeType.AsPath), index.Length(AttributeType.AsPath), false, _shared.Paths);
        }
        else
        {
            var length = update.WriteAsPathCanonical(_scratch.AsSpan(_used));
            if (length > ushort.MaxValue)
            {
                // Merged from AS_PATH and AS4_PATH it is longer than any attribute can be: no path at all.
                plan.TreatAsWithdraw = true;
                return true;
            }

            PlanScratch(ref plan.Path, length, _shared.Paths);
        }

        if (index.Has(AttributeType.Communities))
        {
            plan.Communities.Plan(
                buffer, bodyOffset + index.Offset(AttributeType.Communities), index.Length(AttributeType.Communities), false, _shared.Communities);
        }

        if (update.HasOthers)
        {
            PlanScratch(ref plan.Others, update.WriteOthersCanonical(_scratch.AsSpan(_used)), _shared.Others);
        }

        PlanScratch(ref plan.Scalars, Scalars.Write(in update, _scratch.AsSpan(_used)), _shared.Scalars);
        if (plan.Nlri.Length != 0)
        {
            var length = HopContext.Write(in update, update.Value(AttributeType.NextHop), _scratch.AsSpan(_used));
            PlanScratch(ref plan.NlriContext, length, _shared.Contexts);
        }

        if (plan.Reach.Length != 0)
        {
            var length = HopContext.Write(in update, update.ReachNextHop, _scratch.AsSpan(_used));
            PlanScratch(ref plan.ReachContext, length, _shared.Contexts);
        }

        return true;
    }

    private void PlanScratch(ref LayerRef layer, int length, InternedBytes store)
    {
        layer.Plan(_scratch, _used, length, isScratch: true, store);
        _used += length;
    }

    private void Intern(ReadOnlySpan<byte> buffer, Span<MessagePlan> plans)
    {
        foreach (ref var plan in plans)
        {
            plan.Path.PickCandidate(_shared.Paths);
            plan.Communities.PickCandidate(_shared.Communities);
            plan.Others.PickCandidate(_shared.Others);
            plan.Scalars.PickCandidate(_shared.Scalars);
            plan.NlriContext.PickCandidate(_shared.Contexts);
            plan.ReachContext.PickCandidate(_shared.Contexts);
        }

        foreach (ref var plan in plans)
        {
            plan.NoRoom = !(plan.Path.Intern(buffer, _scratch, _shared.Paths)
                && plan.Communities.Intern(buffer, _scratch, _shared.Communities)
                && plan.Others.Intern(buffer, _scratch, _shared.Others)
                && plan.Scalars.Intern(buffer, _scratch, _shared.Scalars)
                && plan.NlriContext.Intern(buffer, _scratch, _shared.Contexts)
                && plan.ReachContext.Intern(buffer, _scratch, _shared.Contexts));
            plan.SetHash = AttributeSets.HashOf(SetOf(in plan));
            _shared.Sets.Prefetch(plan.SetHash);
        }

        foreach (ref var plan in plans)
        {
            plan.Set = plan.Announces ? _shared.Sets.Candidate(plan.SetHash) : 0;
        }

        foreach (ref var plan in plans)
        {
            if (plan.Announces && !plan.NoRoom)
            {
                plan.Set = _shared.Sets.Intern(SetOf(in plan), plan.SetHash, plan.Set);
                plan.NoRoom = plan.Set == 0;
            }
        }

        if (_shared.Marks is { } marks)
        {
            Mark(marks, plans);
        }
    }

    /// <summary>While reclaiming goes on, what is interned is in use, whatever its scan has seen.</summary>
    private static void Mark(Marks marks, ReadOnlySpan<MessagePlan> plans)
    {
        foreach (ref readonly var plan in plans)
        {
            marks.SetLayers(SetOf(in plan));
            marks.Sets.Set(plan.Set);
            marks.Contexts.Set(plan.NlriContext.Id);
            marks.Contexts.Set(plan.ReachContext.Id);
        }
    }

    private static AttributeSet SetOf(in MessagePlan plan) => new(plan.Path.Id, plan.Communities.Id, plan.Others.Id, plan.Scalars.Id);

    private static NlriField Field(ReadOnlySpan<byte> buffer, ReadOnlySpan<byte> octets, Family family)
    {
        if (octets.IsEmpty)
        {
            return default;
        }

        var offset = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(buffer), ref MemoryMarshal.GetReference(octets));
        return new NlriField((int)offset, octets.Length, family);
    }
}
