using Pierhead.Sessions.Linux;
using Pierhead.Sessions.Slots;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Admission;

/// <summary>
/// Those who are turned away: they get their NOTIFICATION, and linger half-closed for a moment so that no reset overtakes it,
/// and so that the OPEN tells their AS. Few octets each, bounded in number.
/// </summary>
internal sealed partial class Acceptor
{
    // An OPEN with 255 octets of optional parameters, which is more than any router sends.
    private const int OpenLength = 512;

    private readonly Dictionary<int, Stranger> _strangers = [];
    private readonly Queue<Stranger> _byDeadline = new();
    private readonly byte[] _scratch = new byte[4096];

    private int Strangers => _byDeadline.Count;

    private unsafe void Reject(int fd, Ip source, RejectReason reason)
    {
        const int NoSignal = 0x4000;
        _metrics.Rejected(reason);
        _metrics.Notification(received: false, ErrorCode.Cease, CeaseError.ConnectionRejected);
        var message = NotificationMessage.Cease(CeaseError.ConnectionRejected).Encode();
        fixed (byte* at = message)
        {
            _ = Libc.Send(fd, at, message.Length, NoSignal);
        }

        if (_strangers.Count >= _options.LingerLimit)
        {
            _ = Libc.Close(fd);
            return;
        }

        _ = Libc.Shutdown(fd, 1);
        var closeBy = Environment.TickCount64 + (long)_options.LingerTime.TotalMilliseconds;
        var stranger = new Stranger(fd, source, closeBy, learns: reason == RejectReason.Unclaimed);
        _strangers.Add(fd, stranger);
        _byDeadline.Enqueue(stranger);
        _epoll.Add(fd, EpollEvents.In);
    }

    private unsafe void OnStrangerReadable(int fd)
    {
        if (!_strangers.TryGetValue(fd, out var stranger))
        {
            return;
        }

        nint count;
        fixed (byte* at = _scratch)
        {
            count = Libc.Receive(fd, at, _scratch.Length, 0);
        }

        if (count > 0)
        {
            if (stranger.TryLearn(_scratch.AsSpan(0, (int)count), out var asn))
            {
                _unknown.Learn(stranger.Source, asn);
            }

            // One who goes on talking after its OPEN has no more to tell.
            if (!stranger.TalksTooMuch)
            {
                return;
            }
        }
        else if (count < 0 && Errno.Last is Errno.Again or Errno.Interrupted)
        {
            return;
        }

        Close(stranger);
    }

    private void CloseLingered()
    {
        var now = Environment.TickCount64;
        while (_byDeadline.TryPeek(out var stranger) && (stranger.IsClosed || stranger.CloseBy <= now))
        {
            _byDeadline.Dequeue();
            Close(stranger);
        }
    }

    private void CloseAllStrangers()
    {
        while (_byDeadline.TryDequeue(out var stranger))
        {
            Close(stranger);
        }
    }

    private void Close(Stranger stranger)
    {
        if (!stranger.IsClosed)
        {
            stranger.IsClosed = true;
            _strangers.Remove(stranger.Fd);
            _ = Libc.Close(stranger.Fd);
        }
    }

    private sealed class Stranger(int fd, Ip source, long closeBy, bool learns)
    {
        private const int Patience = 64 * 1024;

        private byte[]? _open;
        private int _length;
        private int _heard;
        private bool _learns = learns;

        internal int Fd { get; } = fd;

        internal Ip Source { get; } = source;

        internal long CloseBy { get; } = closeBy;

        internal bool IsClosed { get; set; }

        internal bool TalksTooMuch => _heard > Patience;

        /// <summary>Collects the OPEN, which mostly comes in one piece, and reads the AS from it.</summary>
        internal bool TryLearn(ReadOnlySpan<byte> data, out Asn asn)
        {
            asn = default;
            _heard += data.Length;
            if (!_learns)
            {
                return false;
            }

            _open ??= new byte[OpenLength];
            var room = Math.Min(data.Length, OpenLength - _length);
            data[..room].CopyTo(_open.AsSpan(_length));
            _length += room;
            var status = MessageFramer.TryRead(_open.AsSpan(0, _length), 0, MessageFramer.MaximumLength, out var frame, out _, out _);
            if (status == FrameStatus.Incomplete && _length < OpenLength)
            {
                return false;
            }

            _learns = false;
            var read = status == FrameStatus.Complete
                && frame.Type == BgpMessageType.Open
                && LocalOpen.TryReadAsn(_open.AsSpan(frame.BodyOffset, frame.BodyLength), out asn);
            _open = null;
            return read;
        }
    }
}
