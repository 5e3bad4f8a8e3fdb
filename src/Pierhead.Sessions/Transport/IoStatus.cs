namespace Pierhead.Sessions.Transport;

/// <summary>How a non-blocking read or write went.</summary>
internal enum IoStatus : byte
{
    Done,
    WouldBlock,

    /// <summary>The peer has sent its FIN.</summary>
    EndOfStream,

    /// <summary>The connection is broken; <see cref="IConnection.Error"/> says how.</summary>
    Failed,
}
