namespace Pierhead.Simulate.Announcements;

/// <summary>Something to send: filled into send buffers piece by piece, always whole messages. Used by one session's sender only.</summary>
internal abstract class SendJob
{
    /// <summary>
    /// Writes as many messages as fit and are due. A buffer always has room for <see cref="Pierhead.Wire.Bgp.MessageFramer.MaximumLength"/>
    /// octets, or for one of 65,535 where extended messages were negotiated.
    /// </summary>
    public abstract JobProgress Fill(Span<byte> buffer, DateTimeOffset now, SendCounters counters, out int octets);
}

internal enum JobProgress
{
    /// <summary>The buffer is full, and there is more.</summary>
    More,

    /// <summary>Nothing more is due yet.</summary>
    NotYet,

    Done,
}
