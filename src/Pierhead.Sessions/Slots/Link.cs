using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Transport;
using Pierhead.Wire.Bgp.Open;

namespace Pierhead.Sessions.Slots;

/// <summary>
/// One connection of a slot: its FSM, and what is on its way in and out. Lane's thread only; what it decides about itself it
/// does, what concerns the session it tells its slot.
/// </summary>
internal sealed partial class Link
{
    private readonly SessionSlot _slot;
    private readonly SessionRuntime _runtime;
    private readonly IConnection _connection;
    private FsmState _fsm;
    private bool _closing;
    private bool _closed;
    private bool _paused;
    private TimeSpan _closeBy = FsmState.Never;

    internal Link(SessionSlot slot, SessionRuntime runtime, IConnection connection, bool asnOfPeer, uint jitter)
    {
        _slot = slot;
        _runtime = runtime;
        _connection = connection;
        _fsm = new FsmState { AsnOfPeer = asnOfPeer, Jitter = jitter };
    }

    internal BgpState State => _fsm.State;

    internal TimeSpan HoldTime => _fsm.HoldTime;

    /// <summary>What was agreed once the router's OPEN was accepted.</summary>
    internal NegotiatedSession? Agreement { get; private set; }

    /// <summary>The FSM runs: the connection has neither ended nor been refused.</summary>
    internal bool IsAlive => !_closing && !_closed;

    internal bool IsClosed => _closed;

    internal TimeSpan Due
    {
        get
        {
            if (_closed)
            {
                return FsmState.Never;
            }

            var due = _closing ? _closeBy : _fsm.Due;
            return due < _sendHoldTimer ? due : _sendHoldTimer;
        }
    }

    /// <summary>The connection is there: event 17.</summary>
    internal void Start() => Step(FsmEventKind.TcpConnectionConfirmed);

    /// <summary>Turns the connection away without an FSM.</summary>
    internal void Refuse(SessionEnd end)
    {
        SendNotification(end);
        BeginClose(end);
    }

    internal void Step(in FsmEvent @event)
    {
        if (!IsAlive)
        {
            return;
        }

        var step = BgpFsm.Step(_fsm, @event, _runtime.Now);
        _fsm = step.State;
        if (step.Actions != FsmActions.None)
        {
            Act(step.Actions, step.End);
        }
    }

    /// <summary>Timers. A hold timer does not fire while octets wait unread in our own socket buffer: then it is we who are late.</summary>
    internal void Tick(TimeSpan now)
    {
        if (_closing)
        {
            if (_closeBy <= now)
            {
                Close(abort: false);
            }

            return;
        }

        CheckSendHold(now);
        while (IsAlive && BgpFsm.Expired(_fsm, now) is { } expired)
        {
            if (expired == FsmEventKind.HoldTimerExpires && !_paused && _connection.Unread > 0)
            {
                _fsm = _fsm with { HoldTimer = now + _runtime.Options.Heartbeat };
                continue;
            }

            Step(expired);
        }
    }

    /// <summary>Goes on with the OPEN that was accepted: KEEPALIVE, and OpenConfirm.</summary>
    internal void Confirm(NegotiatedSession agreement)
    {
        Agreement = agreement;
        Step(new FsmEvent(FsmEventKind.BgpOpen, TimeSpan.FromSeconds(agreement.HoldTime)));
    }

    /// <summary>Stops reading while another connection is challenged; <see cref="Resume"/> goes on.</summary>
    internal void Pause()
    {
        _paused = true;
        WatchConnection();
    }

    internal void Resume()
    {
        _paused = false;
        WatchConnection();
    }

    /// <summary>Closes whatever is left, at once.</summary>
    internal void Abandon()
    {
        if (!_closed)
        {
            _closing = true;
            Close(abort: false);
        }
    }

    private void Act(FsmActions actions, SessionEnd? end)
    {
        if (actions.HasFlag(FsmActions.SendOpen))
        {
            Send(_slot.WriteOpen(Agreement));
        }

        if (actions.HasFlag(FsmActions.SendKeepalive))
        {
            SendKeepalive();
        }

        if (actions.HasFlag(FsmActions.Establish))
        {
            _slot.OnEstablished(this);
        }

        if (actions.HasFlag(FsmActions.Release))
        {
            _slot.OnReleased(this, end!);
        }

        if (actions.HasFlag(FsmActions.SendNotification))
        {
            SendNotification(end!);
        }

        if (actions.HasFlag(FsmActions.DropConnection))
        {
            BeginClose(end!);
            _slot.OnEnded(this, end!);
        }
    }

    /// <summary>
    /// After a NOTIFICATION the connection is half-closed and what still comes is read and thrown away for a moment: to close
    /// with octets unread would send a reset, which makes the router's kernel forget the NOTIFICATION.
    /// </summary>
    private void BeginClose(SessionEnd end)
    {
        _closing = true;
        _sendHoldTimer = FsmState.Never;
        ReturnCarry();
        if (end.Cause != SessionEndCause.NotificationSent || _broken is not null)
        {
            Close(abort: end.Cause == SessionEndCause.Silent);
            return;
        }

        _paused = false;
        _closeBy = _runtime.Now + _runtime.Options.LingerTime;
        if (_outLength == 0)
        {
            _connection.ShutdownSend();
        }

        WatchConnection();
    }

    private void Close(bool abort)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        ReturnCarry();
        ReturnOut();
        _connection.Close(abort);
    }

    private void WatchConnection()
    {
        if (!_closed)
        {
            _connection.Watch(readable: !_paused, writable: _outLength > 0);
        }
    }
}
