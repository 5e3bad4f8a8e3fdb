using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Open;
using Pierhead.Wire.Bgp.Update;

namespace Pierhead.Sessions.Announcements;

/// <summary>The UPDATE messages of announcements, as a session needs them. Pure.</summary>
internal static class AnnouncementMessage
{
    private const uint UsualLocalPref = 100;

    internal static byte[] Announce(Announcement announcement, NegotiatedSession agreement)
    {
        var buffer = new byte[agreement.MaximumSendLength];
        var isPlain = announcement.Family == Family.IPv4 && announcement.NextHop is { IsIPv6: false };
        var update = UpdateEncoder.Announce(buffer, announcement.Family, Attributes(announcement, agreement, isPlain), isPlain ? default : NextHop(announcement));
        return Finish(ref update, announcement, buffer);
    }

    internal static byte[] Withdraw(Announcement announcement, NegotiatedSession agreement)
    {
        var buffer = new byte[agreement.MaximumSendLength];
        var update = UpdateEncoder.Withdraw(buffer, announcement.Family);
        return Finish(ref update, announcement, buffer);
    }

    private static byte[] Finish(ref UpdateEncoder update, Announcement announcement, byte[] buffer)
    {
        if (!update.TryAddOctets(announcement.Nlri.Span))
        {
            throw new ArgumentException($"An announcement of {announcement.Family.Name()} does not fit one message.", nameof(announcement));
        }

        return buffer[..update.Finish()];
    }

    /// <summary>
    /// RFC 4271 section 5.1: to an internal peer an empty AS_PATH and LOCAL_PREF, to an external one our AS and no LOCAL_PREF.
    /// </summary>
    private static byte[] Attributes(Announcement announcement, NegotiatedSession agreement, bool isPlain)
    {
        var given = announcement.Attributes;
        var isInternal = agreement.LocalAsn == agreement.RemoteAsn;
        var attributes = new PathAttributes
        {
            Origin = given.Origin ?? Origin.Igp,
            AsPath = isInternal ? given.AsPath ?? AsPath.Empty : AsPath.Sequence(agreement.LocalAsn.Value),
            NextHop = isPlain ? announcement.NextHop : null,
            Med = given.Med,
            LocalPref = isInternal ? given.LocalPref ?? UsualLocalPref : null,
            Communities = given.Communities,
            ExtendedCommunities = given.ExtendedCommunities,
            LargeCommunities = given.LargeCommunities,
            Others = given.Others,
        }.ToCanonicalBytes();
        return agreement.Context.FourOctetAsn ? attributes : TwoOctetAttributes.Of(attributes);
    }

    /// <summary>The next hop of MP_REACH_NLRI; none for a rule (RFC 8955 section 4), behind zeros in a VPN family (RFC 4364 section 4.3.2).</summary>
    private static byte[] NextHop(Announcement announcement)
    {
        if (announcement.NextHop is not { } nextHop)
        {
            return [];
        }

        Span<byte> octets = stackalloc byte[16];
        var length = nextHop.WriteTo(octets);
        return announcement.Family.HasDistinguisher() ? [.. new byte[8], .. octets[..length]] : octets[..length].ToArray();
    }
}
