namespace Pierhead.Sessions.Transport;

/// <summary>
/// One transport connection of a router, non-blocking. Used by one thread, that of its lane. Tests run sessions over one in memory.
/// </summary>
internal interface IConnection
{
    /// <summary>Octets received that nobody has read yet.</summary>
    int Unread { get; }

    /// <summary>Octets handed over by <see cref="Write"/> that the peer has not acknowledged.</summary>
    int Unacknowledged { get; }

    IoStatus Read(Span<byte> buffer, out int count);

    IoStatus Write(ReadOnlySpan<byte> data, out int count);

    /// <summary>What the lane is to be woken for; nothing at all is allowed (backpressure).</summary>
    void Watch(bool readable, bool writable);

    /// <summary>Sends a FIN; what comes in can still be read.</summary>
    void ShutdownSend();

    /// <summary>Closes; with <paramref name="abort"/> by a reset, throwing unsent data away.</summary>
    void Close(bool abort);

    /// <summary>Why the last call said <see cref="IoStatus.Failed"/>, for people.</summary>
    string Error { get; }
}
