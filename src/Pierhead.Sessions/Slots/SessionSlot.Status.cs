using System.Diagnostics;
using Pierhead.Sessions.Fsm;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Slots;

/// <summary>What others may read of a slot, and why its last connection ended.</summary>
internal sealed partial class SessionSlot
{
    internal const string NeverConnected = "never connected";

    internal const string NeverConnectedWithPassword =
        "never connected (a router with a wrong or missing MD5 password looks like this: the kernel drops its packets and counts "
        + "them in TCPMD5Failure, TCPMD5NotFound and TCPMD5Unexpected of /proc/net/netstat)";

    private readonly LogGate _gate = new();
    private readonly KeyValuePair<string, object?> _tenantTag;
    private volatile SessionStatus? _status;
    private bool _dirty = true;
    private bool _everConnected;
    private string? _lastError;
    private DateTimeOffset? _establishedAtUtc;
    private DateTimeOffset? _lostAt;
    private long _updates;
    private long _flaps;

    /// <summary>Any thread.</summary>
    internal SessionStatus Status => _status! with { UpdatesReceived = Volatile.Read(ref _updates) };

    /// <summary>Any thread; allocates nothing.</summary>
    internal BgpState State => _status!.State;

    /// <summary>Any thread: whether the router may be asked for its routes again.</summary>
    internal bool CanRefresh => _status!.RouteRefresh;

    private void Explain(SessionEnd end)
    {
        _lastError = end.Text;
        _dirty = true;
        SlotLog.Ended(_runtime.Logger, _gate, Key, end, _runtime.Now);
    }

    /// <summary>A connection was turned away before it was one; while there is a session that says more.</summary>
    internal void ExplainRefusal(string reason)
    {
        if (_current is null)
        {
            _lastError = reason;
            _dirty = true;
        }

        Settle();
    }

    private BgpState StateNow()
    {
        if (_removed || (IsHeldOff && _current is null))
        {
            return BgpState.Idle;
        }

        return _current?.State ?? BgpState.Active;
    }

    private void Publish()
    {
        var state = StateNow();
        var before = _status?.State ?? BgpState.Idle;
        if (!_dirty && state == before)
        {
            return;
        }

        _dirty = false;
        var agreement = _current?.Agreement;
        var established = state == BgpState.Established;
        _status = new SessionStatus(
            Key,
            state,
            established ? _establishedAtUtc : null,
            established ? _current!.HoldTime : null,
            established ? agreement!.Context.Families : FamilySet.Empty,
            UpdatesReceived: _updates,
            _flaps,
            _lastError == NeverConnected && _everConnected ? null : _lastError,
            agreement?.RemoteAsn,
            agreement?.LocalAsn ?? _settings.Bgp.LocalAsn,
            agreement?.RemoteId,
            _settings.Bgp.Password is not null,
            _heldOffUntilUtc,
            _lostAt,
            FromRange: IsFromRange,
            RouteRefresh: established && agreement!.RouteRefresh)
        { Table = _table };
        _runtime.Metrics.EstablishedChanged((established ? 1 : 0) - (before == BgpState.Established ? 1 : 0));
        Debug.Assert(!established || _table is not null, "an established session has a table");
    }
}
