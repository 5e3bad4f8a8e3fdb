using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;

namespace Pierhead.Sessions.Announcements;

/// <summary>What an announcement replaces: another one of the same family and NLRI. Compares by content.</summary>
/// <param name="Family">The family.</param>
/// <param name="Nlri">Its NLRI in hexadecimal.</param>
public readonly record struct AnnouncementKey(Family Family, string Nlri);

/// <summary>A route or rule to be announced to a router. Compares by content.</summary>
/// <param name="Family">Its family.</param>
/// <param name="Nlri">Its NLRI on the wire, without a path identifier.</param>
/// <param name="NextHop">The next hop; null for a Flowspec rule.</param>
/// <param name="Attributes">Its attributes; ORIGIN, AS_PATH, LOCAL_PREF and NEXT_HOP are added as the session needs them.</param>
public sealed record Announcement(Family Family, ReadOnlyMemory<byte> Nlri, Ip? NextHop, PathAttributes Attributes)
{
    public AnnouncementKey Key => new(Family, Convert.ToHexString(Nlri.Span));

    public bool Equals(Announcement? other) =>
        other is not null && Key == other.Key && NextHop == other.NextHop && Attributes.Equals(other.Attributes);

    public override int GetHashCode() => Key.GetHashCode();
}
