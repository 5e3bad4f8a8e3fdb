using System.Collections.Immutable;
using Pierhead.Sessions.Announcements;
using Pierhead.Sessions.Fsm;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;

namespace Pierhead.Sessions.Slots;

/// <summary>What is announced to the router: the desired set is given from outside, and what differs from what it was told is sent.</summary>
internal sealed partial class SessionSlot
{
    private readonly Dictionary<AnnouncementKey, Announcement> _announced = [];

    /// <summary>The desired set may be another one.</summary>
    internal void AnnouncementsChanged()
    {
        if (_current is { State: BgpState.Established, Agreement: { } agreement } link)
        {
            SendDifference(link, agreement);
        }

        Settle();
    }

    private void BeginAnnouncements(Link link, NegotiatedSession agreement)
    {
        _announced.Clear();
        _refreshOwed = FamilySet.Empty;
        SendDifference(link, agreement);
    }

    private void SendDifference(Link link, NegotiatedSession agreement)
    {
        var desired = _runtime.Announcements.Of(Key.Device).Where(each => agreement.Context.Families.Contains(each.Family)).ToImmutableDictionary(each => each.Key);
        foreach (var (key, announcement) in _announced.ToList())
        {
            if (!desired.ContainsKey(key))
            {
                link.Send(AnnouncementMessage.Withdraw(announcement, agreement));
                _ = _announced.Remove(key);
            }
        }

        foreach (var (key, announcement) in desired)
        {
            if (!_announced.TryGetValue(key, out var told) || !told.Equals(announcement))
            {
                link.Send(AnnouncementMessage.Announce(announcement, agreement));
                _announced[key] = announcement;
            }
        }
    }

    private void AnnounceFamily(Link link, NegotiatedSession agreement, Family family)
    {
        foreach (var (_, announcement) in _announced)
        {
            if (announcement.Family == family)
            {
                link.Send(AnnouncementMessage.Announce(announcement, agreement));
            }
        }
    }
}
