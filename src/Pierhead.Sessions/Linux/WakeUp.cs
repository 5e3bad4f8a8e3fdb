namespace Pierhead.Sessions.Linux;

/// <summary>An eventfd: any thread signals, the one that waits on its epoll drains.</summary>
internal sealed class WakeUp : IDisposable
{
    private const int NonBlockingCloseOnExec = 0x80800;

    internal WakeUp()
    {
        Fd = Libc.EventFd(0, NonBlockingCloseOnExec);
        if (Fd < 0)
        {
            throw Errno.Exception("eventfd");
        }
    }

    internal int Fd { get; }

    internal unsafe void Signal()
    {
        ulong one = 1;
        _ = Libc.Write(Fd, (byte*)&one, sizeof(ulong));
    }

    internal unsafe void Drain()
    {
        ulong count;
        _ = Libc.Read(Fd, (byte*)&count, sizeof(ulong));
    }

    public void Dispose() => _ = Libc.Close(Fd);
}
