using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.RouteRefresh;

namespace Pierhead.Sessions.Slots;

/// <summary>Route refresh (RFC 2918), enhanced (RFC 7313): the router's marks around what it sends again, and what it asks for.</summary>
internal sealed partial class SessionSlot
{
    private FamilySet _refreshing;
    private FamilySet _refreshOwed;

    internal void OnRouteRefresh(Link link, RouteRefreshMessage refresh)
    {
        // RFC 2918 section 4, RFC 7313 section 5: of a family that was not negotiated, or with a subtype nobody knows, it is ignored.
        var agreement = link.Agreement!;
        if (refresh.Family is not { } family || !agreement.Context.Families.Contains(family))
        {
            return;
        }

        switch (refresh.Subtype)
        {
            case RouteRefreshSubtype.Request:
                _refreshOwed = _refreshOwed.With(family);
                break;
            case RouteRefreshSubtype.Begin when agreement.EnhancedRouteRefresh:
                BeginRefresh(family);
                break;
            case RouteRefreshSubtype.End when agreement.EnhancedRouteRefresh:
                EndRefresh(family);
                break;
        }
    }

    /// <summary>RFC 7313 section 4.2: not before the End-of-RIB of a router that sends one, and not for longer than <c>RefreshTime</c>.</summary>
    private void BeginRefresh(Family family)
    {
        if (_endOfRibAwaited.Contains(family))
        {
            return;
        }

        _refreshing = _refreshing.With(family);
        _table!.BeginRefresh(family);
        _stale.Start(FamilySet.Of(family), _runtime.Now + _runtime.Options.RefreshTime);
    }

    /// <summary>RFC 7313 section 4.2: an end without its beginning is ignored.</summary>
    private void EndRefresh(Family family)
    {
        if (_refreshing.Contains(family))
        {
            _refreshing = _refreshing.Except(FamilySet.Of(family));
            _stale.Stop(FamilySet.Of(family));
            _table!.EndRefresh(family);
        }
    }

    /// <summary>
    /// Announces again what the router asked for, between marks where it knows them. Only once all that was sent before has left: a
    /// router that asks and does not read makes nothing grow.
    /// </summary>
    private void AnswerRefreshes()
    {
        if (_refreshOwed.IsEmpty || _current is not { State: Fsm.BgpState.Established, Agreement: { } agreement, Unsent: 0 } link)
        {
            return;
        }

        var owed = _refreshOwed;
        _refreshOwed = FamilySet.Empty;
        foreach (var family in owed.Enumerate())
        {
            if (agreement.EnhancedRouteRefresh)
            {
                link.Send(new RouteRefreshMessage(family, RouteRefreshSubtype.Begin).Encode());
            }

            AnnounceFamily(link, agreement, family);
            if (agreement.EnhancedRouteRefresh)
            {
                link.Send(new RouteRefreshMessage(family, RouteRefreshSubtype.End).Encode());
            }
        }
    }
}
