using Pierhead.Sessions.Linux;

namespace Pierhead.Sessions.Transport;

/// <summary>A TCP connection on a descriptor of its own. It is watched by the epoll of its lane once <see cref="Attach"/> was called.</summary>
internal sealed class SocketConnection(int fd) : IConnection
{
    private const int NoSignal = 0x4000;
    private const int ShutdownWrite = 1;

    private Epoll? _epoll;
    private bool _closed;

    internal int Fd { get; } = fd;

    public int Unread => _closed ? 0 : SocketOption.Queue(Fd, SocketOption.InputQueue);

    public int Unacknowledged => _closed ? 0 : SocketOption.Queue(Fd, SocketOption.OutputQueue);

    public string Error { get; private set; } = "";

    internal Action<int>? Closed { get; set; }

    internal void Attach(Epoll epoll)
    {
        _epoll = epoll;
        epoll.Add(Fd, EpollEvents.In);
    }

    public unsafe IoStatus Read(Span<byte> buffer, out int count)
    {
        fixed (byte* at = buffer)
        {
            return Outcome(Libc.Receive(Fd, at, buffer.Length, 0), ends: true, out count);
        }
    }

    public unsafe IoStatus Write(ReadOnlySpan<byte> data, out int count)
    {
        fixed (byte* at = data)
        {
            return Outcome(Libc.Send(Fd, at, data.Length, NoSignal), ends: false, out count);
        }
    }

    public void Watch(bool readable, bool writable)
    {
        if (!_closed)
        {
            _epoll?.Modify(Fd, (readable ? EpollEvents.In : EpollEvents.None) | (writable ? EpollEvents.Out : EpollEvents.None));
        }
    }

    public void ShutdownSend() => _ = Libc.Shutdown(Fd, ShutdownWrite);

    public void Close(bool abort)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        if (abort)
        {
            // struct linger { on, seconds }: close sends a reset instead of a FIN.
            _ = SocketOption.TrySet(Fd, SocketOption.LevelSocket, SocketOption.Linger, [1, 0, 0, 0, 0, 0, 0, 0]);
        }

        Closed?.Invoke(Fd);
        _ = Libc.Close(Fd);
    }

    private IoStatus Outcome(nint result, bool ends, out int count)
    {
        count = (int)Math.Max(0, result);
        if (result > 0)
        {
            return IoStatus.Done;
        }

        if (result == 0)
        {
            return ends ? IoStatus.EndOfStream : IoStatus.WouldBlock;
        }

        var error = Errno.Last;
        if (error is Errno.Again or Errno.Interrupted)
        {
            return IoStatus.WouldBlock;
        }

        Error = Errno.Text(error);
        return IoStatus.Failed;
    }
}
