using System.Collections.Immutable;
using Pierhead.Model.Ids;

namespace Pierhead.Sessions.Announcements;

/// <summary>What is to be announced to each device: swapped whole. Any thread.</summary>
internal sealed class AnnouncementBook
{
    private ImmutableDictionary<DeviceId, ImmutableArray<Announcement>> _desired = ImmutableDictionary<DeviceId, ImmutableArray<Announcement>>.Empty;

    internal ImmutableArray<Announcement> Of(DeviceId device) =>
        Volatile.Read(ref _desired).TryGetValue(device, out var announcements) ? announcements : [];

    internal void Replace(ImmutableDictionary<DeviceId, ImmutableArray<Announcement>> desired) => Volatile.Write(ref _desired, desired);
}
