using Pierhead.Sessions.Fsm;
using Pierhead.Wire.Bgp;

namespace Pierhead.Sessions.Slots;

/// <summary>When what is stale of each family goes, and when long-lived graceful restart begins for it. Lane's thread only.</summary>
internal sealed class StaleTimers
{
    private readonly TimeSpan[] _dropAt = new TimeSpan[Families.Count];
    private readonly TimeSpan[] _longLivedAt = new TimeSpan[Families.Count];

    internal StaleTimers() => Stop(FamilySet.All);

    /// <summary>When the next of them expires.</summary>
    internal TimeSpan Due { get; private set; }

    internal bool IsRunning => Due != FsmState.Never;

    internal void Start(FamilySet families, TimeSpan dropAt)
    {
        foreach (var family in families.Enumerate())
        {
            _dropAt[(int)family] = dropAt;
        }

        Renew();
    }

    internal void StartLongLived(Family family, TimeSpan at)
    {
        _longLivedAt[(int)family] = at;
        Renew();
    }

    internal void Stop(FamilySet families)
    {
        foreach (var family in families.Enumerate())
        {
            _dropAt[(int)family] = _longLivedAt[(int)family] = FsmState.Never;
        }

        Renew();
    }

    /// <summary>The families whose routes are to go now; their timers run no more.</summary>
    internal FamilySet TakeExpired(TimeSpan now)
    {
        var expired = Before(_dropAt, now);
        Stop(expired);
        return expired;
    }

    /// <summary>The families whose long-lived graceful restart begins now.</summary>
    internal FamilySet TakeLongLived(TimeSpan now)
    {
        var begins = Before(_longLivedAt, now);
        foreach (var family in begins.Enumerate())
        {
            _longLivedAt[(int)family] = FsmState.Never;
        }

        Renew();
        return begins;
    }

    private static FamilySet Before(TimeSpan[] instants, TimeSpan now)
    {
        var families = FamilySet.Empty;
        for (var index = 0; index < instants.Length; index++)
        {
            families = instants[index] <= now ? families.With((Family)index) : families;
        }

        return families;
    }

    private void Renew() => Due = Min(_dropAt.Min(), _longLivedAt.Min());

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
