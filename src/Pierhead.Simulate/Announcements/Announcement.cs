using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Announcements;

/// <summary>What a router announces, independent of any session of it.</summary>
internal abstract class Announcement
{
    /// <summary>The OPEN that goes with what is announced.</summary>
    public abstract OpenMessage Open { get; }

    /// <summary>Whether it cannot be sent to a peer that takes messages of 4,096 octets at most.</summary>
    public virtual bool NeedsExtendedMessages => false;

    /// <summary>Does ahead of time what the first session with a peer of that AS would have to do.</summary>
    public virtual void Prepare(Asn peer)
    {
    }

    /// <summary>Begins the announcement on a session that has just been established.</summary>
    public abstract SessionAnnouncement Begin(NegotiatedSession session, DateTimeOffset now);
}
