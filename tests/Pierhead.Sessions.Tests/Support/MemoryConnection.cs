using Pierhead.Sessions.Transport;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Tests.Support;

/// <summary>A connection in memory; the test is the router.</summary>
internal sealed class MemoryConnection : IConnection
{
    private readonly Queue<byte> _incoming = new();
    private readonly List<byte> _sent = [];

    public int Unread => _incoming.Count;

    /// <summary>What the router's kernel has yet to acknowledge; the test decides.</summary>
    public int Unacknowledged { get; set; }

    public string Error { get; private set; } = "";

    internal bool Readable { get; private set; } = true;

    internal bool Writable { get; private set; }

    internal bool IsClosed { get; private set; }

    internal bool WasAborted { get; private set; }

    internal bool HasSentFin { get; private set; }

    internal bool HasRemoteFin { get; set; }

    internal string? Broken { get; set; }

    /// <summary>Octets that it takes before it would block.</summary>
    internal int Room { get; set; } = int.MaxValue;

    /// <summary>Octets that one read gives at most.</summary>
    internal int Piece { get; set; } = int.MaxValue;

    internal bool HasInput => !IsClosed && Readable && (_incoming.Count > 0 || HasRemoteFin || Broken is not null);

    internal void Deliver(params byte[][] messages)
    {
        foreach (var octet in Messages.Join(messages))
        {
            _incoming.Enqueue(octet);
        }
    }

    /// <summary>The words of what was sent since the last time.</summary>
    internal string TakeSent()
    {
        var words = new List<string>();
        var octets = TakeSentOctets();
        var at = 0;
        while (MessageFramer.TryRead(octets, at, MessageFramer.ExtendedMaximumLength, out var frame, out var next, out _) == FrameStatus.Complete)
        {
            words.Add(Messages.Word(frame.Type, octets.AsSpan(frame.BodyOffset, frame.BodyLength)));
            at = next;
        }

        return string.Join(' ', words);
    }

    /// <summary>The octets of what was sent since the last time.</summary>
    internal byte[] TakeSentOctets()
    {
        var octets = _sent.ToArray();
        _sent.Clear();
        return octets;
    }

    public IoStatus Read(Span<byte> buffer, out int count)
    {
        count = 0;
        if (Broken is not null)
        {
            Error = Broken;
            return IoStatus.Failed;
        }

        while (count < Math.Min(buffer.Length, Piece) && _incoming.TryDequeue(out var octet))
        {
            buffer[count++] = octet;
        }

        return count > 0 ? IoStatus.Done : HasRemoteFin ? IoStatus.EndOfStream : IoStatus.WouldBlock;
    }

    public IoStatus Write(ReadOnlySpan<byte> data, out int count)
    {
        count = 0;
        if (Broken is not null)
        {
            Error = Broken;
            return IoStatus.Failed;
        }

        count = Math.Min(data.Length, Room);
        Room -= count;
        _sent.AddRange(data[..count]);
        return count > 0 ? IoStatus.Done : IoStatus.WouldBlock;
    }

    public void Watch(bool readable, bool writable)
    {
        Readable = readable;
        Writable = writable;
    }

    public void ShutdownSend() => HasSentFin = true;

    public void Close(bool abort)
    {
        IsClosed = true;
        WasAborted = abort;
    }
}
