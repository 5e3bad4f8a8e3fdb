using System.Buffers;
using Pierhead.Sessions.Fsm;
using Pierhead.Sessions.Transport;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.RouteRefresh;

namespace Pierhead.Sessions.Slots;

internal sealed partial class Link
{
    // A message of which only a part has arrived; rented while there is one, so that an idle session holds no buffer.
    private byte[]? _carry;
    private int _carryLength;

    /// <summary>The connection is readable: takes one share of octets.</summary>
    internal void OnReadable()
    {
        if (_closed)
        {
            return;
        }

        if (_closing)
        {
            Discard();
            return;
        }

        var buffer = _runtime.Buffer;
        _carry.AsSpan(0, _carryLength).CopyTo(buffer);
        var status = _connection.Read(buffer.AsSpan(_carryLength, _runtime.Options.ReceiveShare), out var count);
        switch (status)
        {
            case IoStatus.Done:
                _runtime.InputOctets += count;
                var length = _carryLength + count;
                var consumed = Process(buffer.AsSpan(0, length));
                Carry(buffer.AsSpan(consumed, length - consumed));
                break;
            case IoStatus.EndOfStream:
                Step(new FsmEvent(FsmEventKind.TcpConnectionFails, End: SessionEnd.ClosedByPeer));
                break;
            case IoStatus.Failed:
                Step(new FsmEvent(FsmEventKind.TcpConnectionFails, End: SessionEnd.Lost(_connection.Error)));
                break;
        }
    }

    /// <summary>The connection is broken in both directions: reads out what is left and learns why.</summary>
    internal void OnBroken()
    {
        if (_paused && IsAlive)
        {
            Step(new FsmEvent(FsmEventKind.TcpConnectionFails, End: SessionEnd.Lost("the connection broke while another one was challenged")));
            return;
        }

        OnReadable();
    }

    /// <summary>Goes on with what had arrived when the link was paused.</summary>
    internal void ProcessCarried()
    {
        if (_carry is null || !IsAlive || _paused)
        {
            return;
        }

        var carried = _carry;
        var length = _carryLength;
        _carry = null;
        _carryLength = 0;
        var consumed = Process(carried.AsSpan(0, length));
        Carry(carried.AsSpan(consumed, length - consumed));
        ArrayPool<byte>.Shared.Return(carried);
    }

    /// <summary>Handles the whole messages in the buffer and returns how many octets they take.</summary>
    private int Process(ReadOnlySpan<byte> buffer)
    {
        var offset = 0;
        var run = 0;
        while (IsAlive && !_paused)
        {
            var status = MessageFramer.TryRead(buffer, offset, MaximumLength, out var frame, out var next, out var fault);
            if (status == FrameStatus.Complete && frame.Type == BgpMessageType.Update && State == BgpState.Established)
            {
                _runtime.Run[run++] = frame;
                offset = next;
                if (run == SessionRuntime.RunLength)
                {
                    ApplyRun(buffer, ref run);
                }

                continue;
            }

            ApplyRun(buffer, ref run);
            if (status == FrameStatus.Incomplete || !IsAlive)
            {
                break;
            }

            if (status == FrameStatus.Fault)
            {
                Step(new FsmEvent(FsmEventKind.BgpHeaderErr, End: SessionEnd.Fault(fault, buffer)));
                break;
            }

            offset = next;
            Handle(frame.Type, buffer.Slice(frame.BodyOffset, frame.BodyLength));
        }

        return IsAlive ? offset : buffer.Length;
    }

    private int MaximumLength =>
        Agreement?.MaximumReceiveLength ?? MessageFramer.MaximumLength;

    private void ApplyRun(ReadOnlySpan<byte> buffer, ref int count)
    {
        if (count == 0)
        {
            return;
        }

        var updates = _runtime.Run.AsSpan(0, count);
        count = 0;
        if (_slot.Apply(buffer, updates) is { } end)
        {
            Step(new FsmEvent(FsmEventKind.UpdateMsgErr, End: end));
        }
        else
        {
            Step(FsmEventKind.UpdateMsg);
        }
    }

    private void Handle(BgpMessageType type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case BgpMessageType.Open when State is BgpState.Active or BgpState.OpenSent:
                _slot.OnOpen(this, body);
                break;
            case BgpMessageType.Open:
                Step(FsmEventKind.BgpOpen);
                break;
            case BgpMessageType.Notification:
                var end = SessionEnd.Received(body);
                _runtime.Metrics.Notification(received: true, end.Notification!.Code, end.Notification.Subcode);
                Step(new FsmEvent(FsmEventKind.NotifMsg, End: end));
                break;
            case BgpMessageType.Keepalive:
                Step(FsmEventKind.KeepAliveMsg);
                break;
            case BgpMessageType.RouteRefresh:
                _runtime.Metrics.RouteRefreshReceived(_slot.Key.Tenant);
                var fault = RouteRefreshMessage.Decode(body, out var refresh);
                Step(fault.IsNone || State != BgpState.Established
                    ? FsmEventKind.RouteRefreshMsg
                    : new FsmEvent(FsmEventKind.UpdateMsgErr, End: SessionEnd.Fault(fault, body)));
                if (fault.IsNone && State == BgpState.Established)
                {
                    _slot.OnRouteRefresh(this, refresh);
                }

                break;
            case BgpMessageType.Update:
                Step(FsmEventKind.UpdateMsg);
                break;
        }
    }

    private void Carry(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || !IsAlive)
        {
            ReturnCarry();
            return;
        }

        if (_carry is null || _carry.Length < rest.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(rest.Length);
            rest.CopyTo(larger);
            ReturnCarry();
            _carry = larger;
        }
        else
        {
            rest.CopyTo(_carry);
        }

        _carryLength = rest.Length;
    }

    private void ReturnCarry()
    {
        if (_carry is not null)
        {
            ArrayPool<byte>.Shared.Return(_carry);
            _carry = null;
        }

        _carryLength = 0;
    }

    private void Discard()
    {
        var status = _connection.Read(_runtime.Buffer.AsSpan(0, _runtime.Options.ReceiveShare), out _);
        if (status is IoStatus.EndOfStream or IoStatus.Failed)
        {
            Close(abort: false);
        }
    }
}
