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

    private readonly StaleTimers _stale = new();
    private FamilySet _graceful;
    private FamilySet _longLived;
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
        _stale.Stop(FamilySet.All);
        _refreshing = FamilySet.Empty;
        _table!.SessionUp(agreement.Context, _settings.Bgp.Limits, _runtime.UtcNow);
        if (hadRoutes)
        {
            _stale.Start(FamilySet.All, _establishedAt + StaleAtMost(agreement));
            SweepWhatWasNotPreserved(agreement);
        }

        // RFC 4724 section 4.1: our announcements, then End-of-RIB, of every family at once, whether or not the router restarts (its R bit):
        // nothing of ours waits for what it sends.
        BeginAnnouncements(link, agreement);
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
        KeepStale(link.Agreement!, end);
        if (end.IsCeaseSent(CeaseError.MaximumNumberOfPrefixesReached))
        {
            HoldOff(_settings.Bgp.Limits);
        }

        _dirty = true;
    }

    /// <summary>
    /// Routes that came over a restart of the node are stale from before it; what is left of <c>keep_stale</c> goes on from there. Terms
    /// of graceful restart ended with the process that knew them.
    /// </summary>
    private void KeepWhatWasRestored(IAdjRibIn table)
    {
        if (table.StaleCount == 0 || table.StaleSince is not { } since)
        {
            return;
        }

        _lostAt = since;
        _oldestLoss = _runtime.Now - Max(_runtime.UtcNow - since, TimeSpan.Zero);
        _stale.Start(FamilySet.All, _oldestLoss + _settings.Bgp.KeepStale);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    /// <summary>Starts the time of each family that <see cref="StalePolicy"/> gives it.</summary>
    private void KeepStale(NegotiatedSession agreement, SessionEnd end)
    {
        _graceful = _longLived = FamilySet.Empty;
        _stale.Start(FamilySet.All, _runtime.Now + _settings.Bgp.KeepStale);
        foreach (var family in agreement.Context.Families.Enumerate())
        {
            var term = StalePolicy.OfLoss(agreement, end, family, _settings.Bgp.KeepStale);
            _graceful = term.IsGraceful ? _graceful.With(family) : _graceful;
            _stale.Start(FamilySet.Of(family), _runtime.Now + term.KeepFor);
            if (term.LongLivedAfter is { } after)
            {
                _stale.StartLongLived(family, _runtime.Now + after);
            }
        }
    }

    private void SweepWhatWasNotPreserved(NegotiatedSession agreement)
    {
        var lost = StalePolicy.NotPreserved(_graceful, _longLived, agreement);
        _graceful = _longLived = FamilySet.Empty;
        if (!lost.IsEmpty)
        {
            _stale.Stop(lost);
            _table!.DropStale(lost);
        }
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
        if (_endOfRibAwaited.IsEmpty && _stale.IsRunning)
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
        if (_stale.Due > now)
        {
            return;
        }

        if (_stale.TakeLongLived(now) is { IsEmpty: false } begins && _current?.State != BgpState.Established)
        {
            _longLived = _longLived.Union(begins);
            _table!.BeginLongLived(begins);
        }

        // A load that still goes on is let finish: without an End-of-RIB quiet is all there is to tell its end.
        var quiet = _lastUpdate + LoadQuiet;
        if (_stale.Due <= now && _current is { State: BgpState.Established, Agreement.GracefulRestart: null } && quiet > now)
        {
            _stale.Start(FamilySet.All.Except(_refreshing), quiet);
        }

        if (_stale.TakeExpired(now) is { IsEmpty: false } expired)
        {
            DropStale(expired);
        }
    }

    /// <summary>
    /// A router that flaps before its load is complete adds to what is stale with each loss. So that nothing stays for ever, all
    /// of it goes with the first loss that comes later than <c>keep_stale</c> after the oldest.
    /// </summary>
    private void DropWhatOutlivedItsTime()
    {
        if (_stale.IsRunning && _runtime.Now - _oldestLoss <= _settings.Bgp.KeepStale)
        {
            return;
        }

        if (_stale.IsRunning)
        {
            _table!.DropStale(FamilySet.All);
        }

        _oldestLoss = _runtime.Now;
    }

    /// <summary>Everything that is stale goes, but for what a refresh that goes on has made so.</summary>
    private void DropStale() => DropStale(FamilySet.All.Except(_refreshing));

    private void DropStale(FamilySet families)
    {
        _stale.Stop(families);
        _refreshing = _refreshing.Except(families);
        _lostAt = _stale.IsRunning ? _lostAt : null;
        _dirty = true;
        _table?.DropStale(families);
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
