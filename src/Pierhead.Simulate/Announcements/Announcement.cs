using Pierhead.Wire.Bgp.Open;

namespace Pierhead.Simulate.Announcements;

/// <summary>What a router announces, independent of any session of it.</summary>
internal abstract class Announcement
{
    /// <summary>The OPEN that goes with what is announced.</summary>
    public abstract OpenMessage Open { get; }

    /// <summary>Begins the announcement on a session that has just been established.</summary>
    public abstract SessionAnnouncement Begin(NegotiatedSession session, DateTimeOffset now);
}
