using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;

namespace Pierhead.Sessions.Slots;

/// <summary>What the session does to its table: UPDATEs, up and down, and when stale routes go.</summary>
internal sealed partial class SessionSlot
{
    // Without a promised End-of-RIB the initial load is taken as complete after so long, and so long without an UPDATE.
    private static readonly TimeSpan LoadAtLeast = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LoadQuiet = TimeSpan.FromSeconds(10);

    // With one promised, stale routes still go in the end (RFC 4724 section 4.2 asks for an upper bound).
    private static readonly TimeSpan EndOfRibAtLeast = TimeSpan.FromMinutes(3);

    private TimeSpan _staleTimer = FsmState.Never;
    private TimeSpan _oldestLoss;
    private TimeSpan _establishedAt;
    private TimeSpan _lastUpdate;
    private FamilySet _endOfRibAwaited;
    private FamilySet _warned;

    internal void OnEstablished(Link link)
    {
        var agreement = link.Agreement!;
        var hadRoutes = _lostAt is not null;
        _establishedAt = _lastUpdate = _runtime.Now;
        _establishedAtUtc = _runtime.UtcNow;
        _lostAt = null;
        _warned = FamilySet.Empty;
        _endOfRibAwaited = PromisesEndOfRib(agreement) ? agreement.Context.Families : FamilySet.Empty;
        _staleTimer = FsmState.Never;
        _table!.SessionUp(agreement.Context, _settings.Bgp.Limits, _runtime.UtcNow);
        if (hadRoutes)
        {
            _staleTimer = _establishedAt + StaleAtMost(agreement);
        }

        // RFC 4724 section 2: nothing is announced, and that is complete. A router may wait for it before it goes on.
        foreach (var family in agreement.Context.Families.Enumerate())
        {
            link.Send(EndOfRib.Encode(family));
        }

        _dirty = true;
        SlotLog.Established(_runtime.Logger, _gate, Key, agreement, _runtime.Now);
    }

    /// <summary>The established session is over; its routes are stale from now on.</summary>
    internal void OnReleased(Link link, SessionEnd end)
    {
        _flaps++;
        _runtime.Metrics.Flap(Key.Tenant);
        _establishedAtUtc = null;
        _lostAt = _runtime.UtcNow;
        DropWhatOutlivedItsTime();
        _table!.SessionDown(_runtime.UtcNow);
        _staleTimer = _runtime.Now + _settings.Bgp.KeepStale;
        if (end.IsCeaseSent(CeaseError.MaximumNumberOfPrefixesReached))
        {
            HoldOff(_settings.Bgp.Limits);
        }

        _dirty = true;
    }

    /// <summary>Hands a run of UPDATE messages to the table; returns why the session has to end, or null.</summary>
    internal SessionEnd? Apply(ReadOnlySpan<byte> buffer, ReadOnlySpan<MessageFrame> updates)
    {
        _table!.Apply(buffer, updates, _runtime.UtcNow, out var outcome);
        _lastUpdate = _runtime.Now;
        var reset = outcome.WorstFault.Scope == FaultScope.ResetSession;
        var taken = outcome.Applied + (reset ? 1 : 0);
        Volatile.Write(ref _updates, _updates + taken);
        _runtime.Metrics.Updates(_tenantTag, taken);
        if (outcome.FaultyUpdates > 0)
        {
            _runtime.Metrics.UpdateFaults(outcome.WorstFault.Scope, outcome.FaultyUpdates);
            SlotLog.Faulty(_runtime.Logger, _gate, Key, outcome, _runtime.Now);
            if (outcome.WorstFault is { Scope: FaultScope.DisableFamily } fault)
            {
                // The session stays up, and what it lacks from now on shows nowhere else.
                _lastError = $"{fault.Family.Name()} is ignored until the session is cleared: {fault.Reason}";
                _dirty = true;
            }
        }

        if (!outcome.LimitWarning.Except(_warned).IsEmpty)
        {
            WarnOfLimits(outcome.LimitWarning.Except(_warned));
        }

        if (!outcome.EndOfRib.IsEmpty)
        {
            OnEndOfRib(outcome.EndOfRib);
        }

        return EndOf(buffer, updates, outcome);
    }

    private SessionEnd? EndOf(ReadOnlySpan<byte> buffer, ReadOnlySpan<MessageFrame> updates, in ApplyOutcome outcome)
    {
        if (outcome.WorstFault is { Scope: FaultScope.ResetSession } fault)
        {
            var frame = updates[outcome.FaultFrame];
            return SessionEnd.Fault(fault, buffer.Slice(frame.BodyOffset, frame.BodyLength));
        }

        if (outcome.LimitReached is { } family)
        {
            return SessionEnd.PrefixLimit(family, _settings.Bgp.Limits.Maximum(family));
        }

        return outcome.OutOfResources ? SessionEnd.Cease(CeaseError.OutOfResources, "the node's tables are full") : null;
    }

    private void OnEndOfRib(FamilySet families)
    {
        if (_endOfRibAwaited.IsEmpty)
        {
            return;
        }

        _endOfRibAwaited = _endOfRibAwaited.Except(families);
        if (_endOfRibAwaited.IsEmpty && _staleTimer != FsmState.Never)
        {
            // Every negotiated family has been swept; what is stale now is of families that are negotiated no more.
            DropStale();
        }
    }

    /// <summary>RFC 4724 section 3: the capability, even without families, says that End-of-RIB is sent.</summary>
    private static bool PromisesEndOfRib(NegotiatedSession agreement) => agreement.GracefulRestart is not null;

    private TimeSpan StaleAtMost(NegotiatedSession agreement)
    {
        if (!PromisesEndOfRib(agreement))
        {
            return LoadAtLeast;
        }

        var keep = _settings.Bgp.KeepStale;
        return keep > EndOfRibAtLeast ? keep : EndOfRibAtLeast;
    }

    private void TickStale(TimeSpan now)
    {
        if (_staleTimer > now)
        {
            return;
        }

        // A load that still goes on is let finish: without an End-of-RIB quiet is all there is to tell its end.
        var quiet = _lastUpdate + LoadQuiet;
        if (_current is { State: BgpState.Established, Agreement.GracefulRestart: null } && quiet > now)
        {
            _staleTimer = quiet;
            return;
        }

        DropStale();
    }

    /// <summary>
    /// A router that flaps before its load is complete adds to what is stale with each loss. So that nothing stays for ever, all
    /// of it goes with the first loss that comes later than <c>keep_stale</c> after the oldest.
    /// </summary>
    private void DropWhatOutlivedItsTime()
    {
        if (_staleTimer != FsmState.Never && _runtime.Now - _oldestLoss <= _settings.Bgp.KeepStale)
        {
            return;
        }

        if (_staleTimer != FsmState.Never)
        {
            _table!.DropStale(FamilySet.All);
        }

        _oldestLoss = _runtime.Now;
    }

    private void DropStale()
    {
        _staleTimer = FsmState.Never;
        _lostAt = null;
        _dirty = true;
        _table?.DropStale(FamilySet.All);
    }

    private void WarnOfLimits(FamilySet families)
    {
        _warned = new FamilySet((ushort)(_warned.Mask | families.Mask));
        foreach (var family in families.Enumerate())
        {
            SlotLog.NearLimit(_runtime.Logger, _gate, Key, family, _settings.Bgp.Limits, _runtime.Now);
        }
    }
}
