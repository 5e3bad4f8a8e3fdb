using Pierhead.Wire.Bgp;

namespace Pierhead.Simulate.Announcements;

/// <summary>An announcement as one session sees it: yields what to send at the start, when asked again, and as time goes by.</summary>
internal abstract class SessionAnnouncement
{
    /// <summary>What is sent when the session comes up.</summary>
    public abstract IEnumerable<SendJob> Initial();

    /// <summary>What a ROUTE-REFRESH (RFC 2918) is answered with.</summary>
    public abstract IEnumerable<SendJob> Refresh(Family family, DateTimeOffset now);

    /// <summary>Changes that are due; called by the heartbeat only while nothing else waits to be sent.</summary>
    public virtual IEnumerable<SendJob> Tick(DateTimeOffset now) => [];
}
