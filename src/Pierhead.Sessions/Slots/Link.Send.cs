using System.Buffers;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Transport;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Slots;

internal sealed partial class Link
{
    private static readonly byte[] Keepalive = MessageFramer.Keepalive();

    /// <summary>How often the output queue is looked at while the SendHoldTimer runs.</summary>
    private static readonly TimeSpan SendHoldLook = TimeSpan.FromSeconds(1);

    private byte[]? _out;
    private int _outLength;
    private string? _broken;
    private TimeSpan _sendHoldTimer = FsmState.Never;
    private TimeSpan _sendProgress;
    private int _undelivered;

    /// <summary>Why a write failed; the slot turns it into an event once the step at hand is done.</summary>
    internal string? Broken => _broken;

    /// <summary>Octets that the kernel has not taken, or the router has not acknowledged.</summary>
    internal int Undelivered => _outLength + _connection.Unacknowledged;

    /// <summary>Octets that the kernel has not taken.</summary>
    internal int Unsent => _outLength;

    internal void SendKeepalive()
    {
        // One KEEPALIVE that waits is as good as ten.
        if (_outLength == 0)
        {
            Send(Keepalive);
        }
    }

    internal void Send(ReadOnlySpan<byte> message)
    {
        if (_closed || _broken is not null)
        {
            return;
        }

        if (State == BgpState.Established && _sendHoldTimer == FsmState.Never)
        {
            _sendProgress = _runtime.Now;
            _sendHoldTimer = _sendProgress + SendHoldLook;
        }

        if (_outLength == 0)
        {
            message = message[WriteSome(message)..];
        }

        if (message.IsEmpty || _broken is not null)
        {
            return;
        }

        EnsureOut(_outLength + message.Length);
        message.CopyTo(_out.AsSpan(_outLength));
        _outLength += message.Length;
        WatchConnection();
    }

    internal void OnWritable()
    {
        if (_outLength == 0 || _closed)
        {
            return;
        }

        var written = WriteSome(_out.AsSpan(0, _outLength));
        _out.AsSpan(written, _outLength - written).CopyTo(_out);
        _outLength -= written;
        if (_outLength > 0)
        {
            return;
        }

        ReturnOut();
        if (_closing)
        {
            _connection.ShutdownSend();
        }

        WatchConnection();
    }

    private int WriteSome(ReadOnlySpan<byte> data)
    {
        var status = _connection.Write(data, out var count);
        if (status == IoStatus.Failed)
        {
            _broken = _connection.Error;
        }

        return count;
    }

    private void SendNotification(SessionEnd end)
    {
        var notification = HardResetRule.Wrap(end.Notification!, Agreement?.GracefulNotification ?? false);
        _runtime.Metrics.Notification(received: false, notification.Code, notification.Subcode);
        Send(notification.Encode());
    }

    /// <summary>
    /// RFC 9687: a router that acknowledges nothing for the SendHoldTime is lost, though it goes on sending. Progress is what
    /// the kernel saw acknowledged: with a window that stays shut its queue takes our few octets for hours. The timer runs
    /// while something is under way.
    /// </summary>
    private void CheckSendHold(TimeSpan now)
    {
        if (_sendHoldTimer > now)
        {
            return;
        }

        var undelivered = Undelivered;
        if (undelivered < _undelivered)
        {
            _sendProgress = now;
        }

        _undelivered = undelivered;
        _sendHoldTimer = undelivered == 0 ? FsmState.Never : now + SendHoldLook;
        if (undelivered == 0)
        {
            return;
        }

        if (now - _sendProgress >= SendHoldTime())
        {
            Step(FsmEventKind.SendHoldTimerExpires);
        }
    }

    private TimeSpan SendHoldTime()
    {
        if (_runtime.Options.SendHoldTime is { } set)
        {
            return set;
        }

        var twice = _fsm.HoldTime * 2;
        var least = TimeSpan.FromMinutes(8);
        return twice > least ? twice : least;
    }

    private void EnsureOut(int length)
    {
        if (_out is not null && _out.Length >= length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(length);
        _out.AsSpan(0, _outLength).CopyTo(larger);
        var kept = _outLength;
        ReturnOut();
        _out = larger;
        _outLength = kept;
    }

    private void ReturnOut()
    {
        if (_out is not null)
        {
            ArrayPool<byte>.Shared.Return(_out);
            _out = null;
        }

        _outLength = 0;
    }
}
