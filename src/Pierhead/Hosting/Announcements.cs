using System.Collections.Immutable;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Sessions.Announcements;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Hosting;

/// <summary>Turns what is to be announced into what sessions send.</summary>
internal static class Announcements
{
    /// <summary>By device; of two with the same NLRI the last counts.</summary>
    public static ImmutableDictionary<DeviceId, ImmutableArray<Announcement>> ToSessions(ImmutableArray<AnnouncedRoute> routes) => routes
        .GroupBy(route => route.Device)
        .ToImmutableDictionary(
            group => group.Key,
            group => group.Select(ToSession).GroupBy(each => each.Key).Select(same => same.Last()).ToImmutableArray());

    private static Announcement ToSession(AnnouncedRoute route) =>
        new(route.Family, route.Prefix is { } prefix ? Octets(prefix) : Octets(route.Rule!.Components.Span), route.NextHop, route.Attributes);

    private static byte[] Octets(IpPrefix prefix)
    {
        var octets = new byte[17];
        var writer = new NlriWriter(octets, addPath: false);
        _ = prefix.IsIPv6
            ? writer.TryWriteV6(prefix.Address.High, prefix.Address.Low, prefix.Length)
            : writer.TryWriteV4(prefix.Address.V4, prefix.Length);
        return octets[..writer.Length];
    }

    private static byte[] Octets(ReadOnlySpan<byte> rule)
    {
        var octets = new byte[FlowspecNlriWriter.Bound(rule.Length)];
        return octets[..FlowspecNlriWriter.Write(octets, rule)];
    }
}
