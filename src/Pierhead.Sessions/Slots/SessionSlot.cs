using Microsoft.Extensions.Logging;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Admission;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Tables;
using Pierhead.Sessions.Transport;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.RouteRefresh;

namespace Pierhead.Sessions.Slots;

/// <summary>
/// The long-lived identity of a session: its settings, its table, the connection that carries it and at most one newcomer.
/// Everything but <see cref="Status"/> and what <see cref="SlotRegistry"/> keeps in it belongs to the lane's thread. Calls from
/// outside end with <see cref="Settle"/>.
/// </summary>
internal sealed partial class SessionSlot
{
    private readonly SessionRuntime _runtime;
    private readonly Action<SessionSlot> _linkEnded;
    private SlotSettings _settings;
    private Link? _current;
    private Link? _newcomer;
    private Link? _lingering;
    private IAdjRibIn? _table;
    private TimeSpan _heldOffUntil;
    private DateTimeOffset? _heldOffUntilUtc;
    private TimeSpan _forgetAt = FsmState.Never;
    private uint _jitter;
    private bool _removed;

    /// <param name="key">Whose session it is.</param>
    /// <param name="settings">What it is run with.</param>
    /// <param name="runtime">The lane's.</param>
    /// <param name="linkEnded">Called once for each admitted connection, when it has ended.</param>
    /// <param name="registration">The registry's part of it.</param>
    internal SessionSlot(
        SessionKey key, SlotSettings settings, SessionRuntime runtime, Action<SessionSlot> linkEnded, SlotRegistration registration)
    {
        Key = key;
        Registration = registration;
        _tenantTag = SessionsMetrics.Tag(key.Tenant);
        _settings = settings;
        _runtime = runtime;
        _linkEnded = linkEnded;
        _jitter = (uint)key.GetHashCode() | 1;
        _lastError = settings.Bgp.Password is null ? NeverConnected : NeverConnectedWithPassword;
        Publish();
    }

    internal SessionKey Key { get; }

    internal SlotRegistration Registration { get; }

    /// <summary>Written under the registry's lock.</summary>
    internal bool IsFromRange { get; set; }

    /// <summary>
    /// Made by a range, and nothing of it is left to be seen: no connection, no stale routes, no hold-off, and long enough ago
    /// that whoever wondered could read its last error.
    /// </summary>
    internal bool IsForgettable(TimeSpan now) =>
        IsFromRange && !HasConnection && !IsHeldOff && !_stale.IsRunning && _forgetAt <= now;

    /// <summary>When <see cref="Tick"/> has something to do; kept by <see cref="Settle"/>.</summary>
    internal TimeSpan Due { get; private set; } = FsmState.Never;

    /// <summary>Index in the lane's list; the lane's own.</summary>
    internal int LaneIndex { get; set; } = -1;

    /// <summary>Removed, and nothing of it is left on the wire: the lane may forget it.</summary>
    internal bool IsDone => _removed && !HasConnection;

    internal bool IsHeldOff => _heldOffUntilUtc is not null;

    internal bool HasConnection => _current is not null || _newcomer is not null || _lingering is not null;

    /// <summary>Octets of NOTIFICATIONs that have not left yet.</summary>
    internal bool IsFlushing => _lingering is { IsClosed: false, Unsent: > 0 };

    /// <summary>First call on the lane: takes the table.</summary>
    internal void Open()
    {
        _forgetAt = _runtime.Now + _settings.Bgp.KeepStale;
        _table = _runtime.Tables.Open(Key);
        KeepWhatWasRestored(_table);
        _dirty = true;
        Settle();
    }

    /// <summary>Takes a connection of the router. The link is returned so that the lane can bring its readiness here.</summary>
    internal Link Admit(IConnection connection)
    {
        _jitter = (_jitter * 1664525) + 1013904223;
        var link = new Link(this, _runtime, connection, _settings.Bgp.LocalAsn is null, _jitter | 1);
        if (Refusal() is { } refusal)
        {
            link.Refuse(refusal);
            Linger(link);
            _runtime.Metrics.Rejected(_removed ? RejectReason.Removed : RejectReason.HeldOff);
            _linkEnded(this);
            Settle();
            return link;
        }

        _everConnected = true;
        if (_current is null)
        {
            _current = link;
        }
        else
        {
            _newcomer?.Step(Dump("a newer connection of the router came"));
            _newcomer = link;
        }

        _dirty = true;
        link.Start();
        Settle();
        return link;
    }

    internal void OnReadable(Link link)
    {
        link.OnReadable();
        Settle();
    }

    internal void OnWritable(Link link)
    {
        link.OnWritable();
        Settle();
    }

    internal void OnBroken(Link link)
    {
        link.OnBroken();
        Settle();
    }

    internal void Tick(TimeSpan now)
    {
        _current?.Tick(now);
        _newcomer?.Tick(now);
        _lingering?.Tick(now);
        TickChallenge(now);
        TickStale(now);
        if (IsHeldOff && _heldOffUntil <= now)
        {
            LiftHoldOff();
        }

        Settle();
    }

    /// <summary>Other settings: the session is ended so that the router opens it anew with them, unless it would not see a difference.</summary>
    internal void Configure(SlotSettings settings)
    {
        var isSameToRouter = settings.IsSameToRouter(_settings);
        _settings = settings;
        if (isSameToRouter)
        {
            return;
        }

        LiftHoldOff();
        EndLinks(SessionEnd.Cease(CeaseError.OtherConfigurationChange, "the session's settings changed"));
        _dirty = true;
        Settle();
    }

    /// <summary>The session is no longer configured.</summary>
    internal void Remove()
    {
        _removed = true;
        EndLinks(SessionEnd.Cease(CeaseError.PeerDeconfigured, "the device was removed"));
        Settle();
        _runtime.Tables.Remove(Key);
        _table = null;
        _stale.Stop(FamilySet.All);
    }

    /// <summary>The node stops.</summary>
    internal void Stop(string reason)
    {
        _removed = true;
        EndLinks(SessionEnd.Shutdown(CeaseError.AdministrativeShutdown, reason));
        Settle();
    }

    /// <summary>The process goes, to be back soon: connections are closed without a NOTIFICATION, so that routers keep what we announced.</summary>
    internal void Leave()
    {
        _removed = true;
        Abandon();
        _current = _newcomer = _lingering = null;
        Settle();
    }

    internal void ClearHard()
    {
        LiftHoldOff();
        EndLinks(SessionEnd.Shutdown(CeaseError.AdministrativeReset, "cleared by an operator"));
        Settle();
    }

    internal void ClearSoft()
    {
        // One that takes nothing in is not asked more: what waits for it stays bounded.
        if (_current is { State: BgpState.Established, Unsent: 0, Agreement: { RouteRefresh: true } agreement } link)
        {
            foreach (var family in agreement.Context.Families.Enumerate())
            {
                link.Send(new RouteRefreshMessage(family).Encode());
            }
        }

        Settle();
    }

    /// <summary>Something in our own code failed on this session: it is ended, others go on.</summary>
    internal void Fail(Exception exception)
    {
        SlotLog.Failed(_runtime.Logger, Key, exception);
        EndLinks(SessionEnd.Cease(CeaseError.OutOfResources, "internal error"));
        Settle();
    }

    /// <summary>Closes what is left at once.</summary>
    internal void Abandon()
    {
        _current?.Abandon();
        _newcomer?.Abandon();
        _lingering?.Abandon();
    }

    private SessionEnd? Refusal()
    {
        if (_removed)
        {
            return SessionEnd.Cease(CeaseError.PeerDeconfigured, "the device was removed");
        }

        return _heldOffUntilUtc is { } until
            ? SessionEnd.Cease(CeaseError.ConnectionRejected, $"held off until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}, or until it is cleared")
            : null;
    }

    private void EndLinks(SessionEnd end)
    {
        _newcomer?.Step(new FsmEvent(FsmEventKind.ManualStop, End: end));
        _current?.Step(new FsmEvent(FsmEventKind.ManualStop, End: end));
    }

    private void HoldOff(PrefixLimits limits)
    {
        if (limits.HoldOff > TimeSpan.Zero)
        {
            _heldOffUntil = _runtime.Now + limits.HoldOff;
            _heldOffUntilUtc = _runtime.UtcNow + limits.HoldOff;
        }
    }

    private void LiftHoldOff()
    {
        if (_heldOffUntilUtc is not null)
        {
            _heldOffUntilUtc = null;
            _dirty = true;
        }
    }

    /// <summary>One connection that is being closed is kept; a second one has to make room.</summary>
    private void Linger(Link link)
    {
        if (!link.IsClosed)
        {
            _lingering?.Abandon();
            _lingering = link;
        }
    }

    /// <summary>
    /// Brings the slot to rest: writes that failed become events, a link that was paused goes on with what had come, the next
    /// deadline and the status are renewed.
    /// </summary>
    private void Settle()
    {
        ReportBroken(_current);
        ReportBroken(_newcomer);
        while (_resumed is { } resumed)
        {
            _resumed = null;
            resumed.ProcessCarried();
            ReportBroken(resumed);
        }

        if (_lingering is { IsClosed: true })
        {
            _lingering = null;
        }

        AnswerRefreshes();

        // A challenge is looked at on every heartbeat.
        Due = _challenge == Challenge.Pending ? TimeSpan.Zero : Earliest(
            Earliest(_current?.Due ?? FsmState.Never, _newcomer?.Due ?? FsmState.Never),
            Earliest(_lingering?.Due ?? FsmState.Never, Earliest(DueByItself(), IsHeldOff ? _heldOffUntil : FsmState.Never)));
        Publish();
    }

    private TimeSpan DueByItself() => IsFromRange && !HasConnection ? Earliest(_stale.Due, _forgetAt) : _stale.Due;

    private static void ReportBroken(Link? link)
    {
        if (link is { IsAlive: true, Broken: { } error })
        {
            link.Step(new FsmEvent(FsmEventKind.TcpConnectionFails, End: SessionEnd.Lost(error)));
        }
    }

    private static TimeSpan Earliest(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
