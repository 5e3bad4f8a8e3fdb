using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Tables;

/// <summary>
/// A session's Adj-RIB-In (RFC 4271 section 3.2), as sessions need it; the host joins it to the tables. Single writer: all
/// calls come from the thread of the session's lane, in the order in which things happened.
/// </summary>
public interface IAdjRibIn
{
    /// <summary>
    /// The session is established. Routes held from before are stale until they come again, are withdrawn, or their family's
    /// End-of-RIB arrives.
    /// </summary>
    void SessionUp(in DecodeContext context, PrefixLimits limits, DateTimeOffset now);

    /// <summary>
    /// Applies UPDATE messages in order, up to the first that ends the session. Frames of other types are not passed.
    /// </summary>
    /// <param name="buffer">The receive buffer that the frames point into; not kept.</param>
    /// <param name="updates">The messages, in order.</param>
    /// <param name="now">When they were received.</param>
    /// <param name="outcome">What the session has to act on or count.</param>
    void Apply(ReadOnlySpan<byte> buffer, ReadOnlySpan<MessageFrame> updates, DateTimeOffset now, out ApplyOutcome outcome);

    /// <summary>The session is lost: every route it holds is stale from now on, and still answers.</summary>
    void SessionDown(DateTimeOffset now);

    /// <summary>
    /// Drops what is stale of some families: the time for which it is kept is over, the initial load is complete without an
    /// End-of-RIB, or the router did not preserve its forwarding state (RFC 4724 section 4.2).
    /// </summary>
    void DropStale(FamilySet families);

    /// <summary>
    /// Beginning-of-RIB-Refresh (RFC 7313 section 4.2): every route of the family is stale until it comes again. The session is up.
    /// </summary>
    void BeginRefresh(Family family);

    /// <summary>End-of-RIB-Refresh (RFC 7313 section 4.2): what did not come again since the refresh began is dropped.</summary>
    void EndRefresh(Family family);

    /// <summary>
    /// Long-lived graceful restart begins (RFC 9494 section 4.2): of what is stale in these families, routes with NO_LLGR are
    /// dropped and the others carry LLGR_STALE from now on. The session is down.
    /// </summary>
    void BeginLongLived(FamilySet families);

    /// <summary>Drops everything, stalling nobody; the table can be used again by a later <see cref="SessionUp"/>.</summary>
    void Drop();

    /// <summary>Paths held, stale ones included. Any thread.</summary>
    long Count(Family family);

    /// <summary>
    /// Since when the session is lost whose routes are held: null while it is up, or never was. Of a table that was brought over a restart
    /// of the node it is told before the session's first call.
    /// </summary>
    DateTimeOffset? StaleSince { get; }

    /// <summary>Paths held that are stale. Any thread.</summary>
    long StaleCount { get; }
}
