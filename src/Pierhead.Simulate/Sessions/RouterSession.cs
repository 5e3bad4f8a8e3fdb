using System.Buffers.Binary;
using System.Net.Sockets;
using Pierhead.Simulate.Announcements;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Bgp.Open;

namespace Pierhead.Simulate.Sessions;

/// <summary>
/// One session of a router, from the connected socket to its end. Messages are handled on the receiving side, timers by the
/// heartbeat, and what is sent goes through one queue to the sending side.
/// </summary>
internal sealed class RouterSession
{
    /// <summary>How long an OPEN may take to be answered (RFC 4271 section 8.2.2 suggests a large value).</summary>
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(240);

    /// <summary>How long the peer gets to take our last words, and to close after them.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly RouterPlan _plan;
    private readonly Announcement _announcement;
    private readonly IRouterObserver _observer;
    private readonly TimeProvider _time;
    private readonly SendQueue _queue = new();
    private readonly SessionSender _sender;
    private readonly SessionReceiver _receiver;
    private readonly Lock _announcing = new();
    private SessionAnnouncement? _routes;
    private NegotiatedSession? _negotiated;
    private TimeSpan _holdTime = OpenTimeout;
    private string? _reason;
    private volatile RouterState _state = RouterState.OpenSent;

    public RouterSession(
        Socket socket, RouterPlan plan, Announcement announcement, SendCounters counters, IRouterObserver observer, TimeProvider time)
    {
        _socket = socket;
        _plan = plan;
        _announcement = announcement;
        _observer = observer;
        _time = time;
        _sender = new SessionSender(socket, _queue, counters, time);
        _receiver = new SessionReceiver(socket, time);
    }

    public RouterState State => _state;

    /// <summary>Runs the session and returns why it ended.</summary>
    public async Task<string> RunAsync()
    {
        _queue.Add([new OctetsJob(_announcement.Open.Encode())]);
        var sending = _sender.RunAsync();
        var receiving = _receiver.RunAsync(Handle, MaximumLength);
        _ = await Task.WhenAny(sending, receiving).ConfigureAwait(false);
        if (receiving is { IsCompletedSuccessfully: true, Result: { } fault })
        {
            End($"the peer sent no BGP: {fault.Reason}", new NotificationMessage(fault.Code, fault.Subcode));
        }

        // Whichever side is left gets a moment: the sender for last words, the receiver for the peer's own.
        var left = receiving.IsCompleted ? (_queue.LastWords is null ? Task.CompletedTask : sending) : receiving;
        _ = await Task.WhenAny(left, Task.Delay(Farewell, _time)).ConfigureAwait(false);
        Close();
        var failure = await FailureOf(sending).ConfigureAwait(false) ?? await FailureOf(receiving).ConfigureAwait(false);
        return _reason ?? failure ?? "the peer closed the connection";
    }

    /// <summary>Ends the session with a Cease (RFC 4486).</summary>
    public void Cease(byte subcode, string reason) => End(reason, NotificationMessage.Cease(subcode));

    /// <summary>Drops the connection without a word.</summary>
    public void Drop(string reason)
    {
        _reason ??= reason;
        Close();
    }

    /// <summary>The heartbeat: hold and keepalive timers, changes that are due, recordings that wait for their time.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (_holdTime != TimeSpan.Zero && _time.GetElapsedTime(_receiver.LastReceivedAt) > _holdTime)
        {
            End("hold timer expired", new NotificationMessage(ErrorCode.HoldTimerExpired, 0));
            return;
        }

        if (_state != RouterState.Established)
        {
            return;
        }

        if (_holdTime != TimeSpan.Zero && _time.GetElapsedTime(_sender.LastSentAt) >= _holdTime / 3)
        {
            _queue.RequestKeepalive();
        }

        if (!_queue.IsEmpty)
        {
            _queue.Wake();
            return;
        }

        lock (_announcing)
        {
            _queue.Add(_routes!.Tick(now));
        }
    }

    private int MaximumLength => _plan.ExtendedMessages ? MessageFramer.ExtendedMaximumLength : MessageFramer.MaximumLength;

    private bool Handle(BgpMessageType type, ReadOnlySpan<byte> body) => (type, _state) switch
    {
        (BgpMessageType.Notification, _) => TakeNotification(body),
        (BgpMessageType.Open, RouterState.OpenSent) => TakeOpen(body),
        (BgpMessageType.Keepalive, RouterState.OpenConfirm) => Establish(),
        (BgpMessageType.Keepalive or BgpMessageType.Update, RouterState.Established) => true,
        (BgpMessageType.RouteRefresh, RouterState.Established) => TakeRefresh(body),
        _ => Unexpected(type),
    };

    private bool TakeOpen(ReadOnlySpan<byte> body)
    {
        var fault = OpenMessage.Decode(body, out var open);
        if (open is null)
        {
            End($"the peer's OPEN is wrong: {fault.Reason}", NotificationMessage.From(fault, body));
            return false;
        }

        _negotiated = Negotiation.Negotiate(_announcement.Open, open);
        if (_announcement.Open.Find<FourOctetAsnCapability>() is { } needed && !_negotiated.Context.FourOctetAsn)
        {
            // RFC 5492 section 5: the capability that is missed.
            byte[] data = [needed.Code, 4, .. needed.ToValueBytes()];
            End("the peer knows two-octet AS numbers only", new NotificationMessage(ErrorCode.Open, OpenError.UnsupportedCapability, data));
            return false;
        }

        if (_announcement.NeedsExtendedMessages && !_negotiated.ExtendedMessageSend)
        {
            End("the recording has messages longer than the peer takes", NotificationMessage.Cease(CeaseError.OtherConfigurationChange));
            return false;
        }

        _holdTime = TimeSpan.FromSeconds(_negotiated.HoldTime);
        _state = RouterState.OpenConfirm;
        _queue.RequestKeepalive();
        return true;
    }

    private bool Establish()
    {
        var now = _time.GetUtcNow();
        lock (_announcing)
        {
            _routes = _announcement.Begin(_negotiated!, now);
        }

        _state = RouterState.Established;
        _observer.OnEstablished(now, $"AS {_negotiated!.RemoteAsn}, hold time {_negotiated.HoldTime} s");
        _queue.Add(_routes.Initial().Append(new MarkJob(() => _observer.OnAnnounced(_time.GetUtcNow()))));
        return true;
    }

    private bool TakeRefresh(ReadOnlySpan<byte> body)
    {
        if (body.Length >= 4 && Families.TryFrom(BinaryPrimitives.ReadUInt16BigEndian(body), body[3], out var family))
        {
            lock (_announcing)
            {
                _queue.Add(_routes!.Refresh(family, _time.GetUtcNow()));
            }
        }

        return true;
    }

    private bool TakeNotification(ReadOnlySpan<byte> body)
    {
        var notification = NotificationMessage.Decode(body);
        _observer.OnNotification(new ReceivedNotification(notification, _time.GetUtcNow()));
        _reason ??= $"the peer sent NOTIFICATION {notification.Code}/{notification.Subcode}, {notification}";
        return false;
    }

    private bool Unexpected(BgpMessageType type)
    {
        var subcode = _state switch
        {
            RouterState.OpenSent => FsmError.UnexpectedMessageInOpenSent,
            RouterState.OpenConfirm => FsmError.UnexpectedMessageInOpenConfirm,
            _ => FsmError.UnexpectedMessageInEstablished,
        };
        End($"the peer sent {type} in {_state}", new NotificationMessage(ErrorCode.FiniteStateMachine, subcode));
        return false;
    }

    private void End(string reason, NotificationMessage lastWords)
    {
        _reason ??= reason;
        _queue.Finish(lastWords.Encode());
    }

    private void Close()
    {
        _socket.Dispose();
        _queue.Close();
    }

    /// <summary>How a side failed; null where it ended by itself, or because we closed.</summary>
    private static async Task<string?> FailureOf(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
            return null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.OperationAborted)
        {
            return null;
        }
        catch (SocketException failure)
        {
            return failure.Message;
        }
    }
}
