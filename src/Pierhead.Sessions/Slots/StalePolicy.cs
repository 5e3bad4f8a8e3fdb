using Pierhead.Sessions.Fsm;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;

namespace Pierhead.Sessions.Slots;

/// <summary>How long the routes of a family are kept after a session was lost.</summary>
/// <param name="KeepFor">In all.</param>
/// <param name="LongLivedAfter">When long-lived graceful restart begins (RFC 9494), null where it does not.</param>
/// <param name="IsGraceful">Whether graceful restart is in force: then the router's next OPEN says whether they are still good.</param>
internal readonly record struct StaleTerm(TimeSpan KeepFor, TimeSpan? LongLivedAfter, bool IsGraceful);

/// <summary>
/// What graceful restart (RFC 4724, RFC 8538) and its long-lived form (RFC 9494) say of stale routes, and the key <c>keep_stale</c>: the
/// longest counts. Pure.
/// </summary>
internal static class StalePolicy
{
    /// <summary>The term of a family of a session that ended.</summary>
    internal static StaleTerm OfLoss(NegotiatedSession agreement, SessionEnd end, Family family, TimeSpan keepStale)
    {
        if (!IsCovered(agreement, end) || !Lists(agreement.GracefulRestart, family, out _))
        {
            return new StaleTerm(keepStale, LongLivedAfter: null, IsGraceful: false);
        }

        var restart = TimeSpan.FromSeconds(agreement.GracefulRestart!.RestartTime);
        if (LongLived(agreement, family) is not { StaleTime: > 0 } longLived)
        {
            return new StaleTerm(Longest(keepStale, restart), LongLivedAfter: null, IsGraceful: true);
        }

        // RFC 9494 section 4.2: its time begins where the restart time ends.
        var all = restart + TimeSpan.FromSeconds(longLived.StaleTime);
        return new StaleTerm(Longest(keepStale, all), restart, IsGraceful: true);
    }

    /// <summary>
    /// The families, of those under graceful restart, whose forwarding state the router says it has not kept, or says nothing of: what
    /// is stale of them goes at once (RFC 4724 section 4.2; of those that are long-lived, RFC 9494 section 4.3).
    /// </summary>
    internal static FamilySet NotPreserved(FamilySet graceful, FamilySet longLived, NegotiatedSession agreement)
    {
        var lost = FamilySet.Empty;
        foreach (var family in graceful.Enumerate())
        {
            var isKept = longLived.Contains(family)
                ? LongLived(agreement, family) is { ForwardingPreserved: true }
                : Lists(agreement.GracefulRestart, family, out var isPreserved) && isPreserved;
            lost = isKept ? lost : lost.With(family);
        }

        return lost;
    }

    /// <summary>
    /// Whether graceful restart covers an end. RFC 4724 section 4.2: the connection was lost without a NOTIFICATION. RFC 8538 section 4:
    /// with the N bit on both sides, any NOTIFICATION too, of either side and so also of the hold timer, but for a Hard Reset.
    /// </summary>
    internal static bool IsCovered(NegotiatedSession agreement, SessionEnd end) => end.Cause switch
    {
        SessionEndCause.ConnectionLost or SessionEndCause.Silent => true,
        SessionEndCause.NotificationSent => agreement.GracefulNotification && !HardResetRule.Applies(end.Notification!),
        _ => agreement.GracefulNotification && end.Notification is not { Code: ErrorCode.Cease, Subcode: CeaseError.HardReset },
    };

    private static bool Lists(GracefulRestartCapability? capability, Family family, out bool isPreserved)
    {
        foreach (var item in capability?.Items ?? [])
        {
            if (item.Afi == family.Row().Afi && item.Safi == family.Row().Safi)
            {
                isPreserved = item.ForwardingPreserved;
                return true;
            }
        }

        isPreserved = false;
        return false;
    }

    /// <summary>RFC 9494 section 3.1: the capability counts only beside that of graceful restart.</summary>
    private static LongLivedFamily? LongLived(NegotiatedSession agreement, Family family)
    {
        foreach (var item in agreement.GracefulRestart is null ? [] : agreement.LongLivedGracefulRestart?.Items ?? [])
        {
            if (item.Afi == family.Row().Afi && item.Safi == family.Row().Safi)
            {
                return item;
            }
        }

        return null;
    }

    private static TimeSpan Longest(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
