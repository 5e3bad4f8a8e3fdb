using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pierhead.Sessions.Linux;

/// <summary>What a file descriptor is watched for, and what it is ready for.</summary>
[Flags]
internal enum EpollEvents : uint
{
    None = 0,
    In = 0x001,
    Out = 0x004,
    Error = 0x008,
    HangUp = 0x010,
}

/// <summary>
/// An epoll instance, level-triggered. <see cref="Wait"/> belongs to one thread; descriptors may be added and removed by any.
/// </summary>
internal sealed class Epoll : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int ControlAdd = 1;
    private const int ControlDelete = 2;
    private const int ControlModify = 3;
    private const int Capacity = 64;

    // struct epoll_event is packed on x86-64 only.
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int Size = Packed ? 12 : 16;
    private static readonly int DataOffset = Packed ? 4 : 8;

    private readonly int _fd;
    private readonly byte[] _events = new byte[Capacity * Size];

    internal Epoll()
    {
        _fd = Libc.EpollCreate(CloseOnExec);
        if (_fd < 0)
        {
            throw Errno.Exception("epoll_create1");
        }
    }

    internal void Add(int fd, EpollEvents events) => Control(ControlAdd, fd, events);

    internal void Modify(int fd, EpollEvents events) => Control(ControlModify, fd, events);

    internal void Remove(int fd) => Control(ControlDelete, fd, EpollEvents.None);

    /// <summary>Waits and returns how many events there are for <see cref="Ready"/>; at most 64, so that a round stays short.</summary>
    internal unsafe int Wait(int timeoutMilliseconds)
    {
        fixed (byte* events = _events)
        {
            var count = Libc.EpollWait(_fd, events, Capacity, timeoutMilliseconds);
            if (count >= 0)
            {
                return count;
            }

            return Errno.Last == Errno.Interrupted ? 0 : throw Errno.Exception("epoll_wait");
        }
    }

    internal EpollEvents Ready(int index, out int fd)
    {
        var at = _events.AsSpan(index * Size, Size);
        fd = BinaryPrimitives.ReadInt32LittleEndian(at[DataOffset..]);
        return (EpollEvents)BinaryPrimitives.ReadUInt32LittleEndian(at);
    }

    public void Dispose() => _ = Libc.Close(_fd);

    private unsafe void Control(int operation, int fd, EpollEvents events)
    {
        var @event = stackalloc byte[16];
        var span = new Span<byte>(@event, 16);
        span.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(span, (uint)events);
        BinaryPrimitives.WriteInt32LittleEndian(span[DataOffset..], fd);
        if (Libc.EpollControl(_fd, operation, fd, @event) < 0)
        {
            throw Errno.Exception("epoll_ctl");
        }
    }
}
