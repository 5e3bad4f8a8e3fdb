namespace Pierhead.Simulate.Announcements;

/// <summary>What a router has sent, over all its sessions. Written by its sender only, read by anyone.</summary>
internal sealed class SendCounters
{
    private long _announced;
    private long _withdrawn;
    private long _updates;
    private long _octets;
    private long _held;

    public long Announced => Volatile.Read(ref _announced);

    public long Withdrawn => Volatile.Read(ref _withdrawn);

    public long Updates => Volatile.Read(ref _updates);

    public long Octets => Volatile.Read(ref _octets);

    /// <summary>Routes that the peer holds from this session, if it takes all.</summary>
    public long Held => Volatile.Read(ref _held);

    public void AddAnnounced(int routes, int messages, bool isNew)
    {
        Volatile.Write(ref _announced, _announced + routes);
        Volatile.Write(ref _updates, _updates + messages);
        Volatile.Write(ref _held, _held + (isNew ? routes : 0));
    }

    public void AddWithdrawn(int routes, int messages)
    {
        Volatile.Write(ref _withdrawn, _withdrawn + routes);
        Volatile.Write(ref _updates, _updates + messages);
        Volatile.Write(ref _held, _held - routes);
    }

    /// <summary>A message of a recording: what of it is new to the peer is not known.</summary>
    public void AddReplayed(int announced, int withdrawn)
    {
        AddAnnounced(announced, messages: 1, isNew: false);
        Volatile.Write(ref _withdrawn, _withdrawn + withdrawn);
    }

    public void AddOctets(int octets) => Volatile.Write(ref _octets, _octets + octets);

    /// <summary>A new session starts with nothing held.</summary>
    public void Reset() => Volatile.Write(ref _held, 0);
}
