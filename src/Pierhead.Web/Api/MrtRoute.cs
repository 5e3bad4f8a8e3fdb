using Pierhead.Routing;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Web.Api;

/// <summary>A route as an MRT dump takes it.</summary>
internal static class MrtRoute
{
    public static RibDumpRoute Of(Route route, ushort peer) => new()
    {
        PeerIndex = peer,
        Family = route.Family,
        Prefix = route.Prefix ?? default,
        Nlri = Nlri(route),
        PathId = route.PathId,
        Received = route.ReceivedAt,
        Attributes = route.EncodeAttributes(),
        NextHop = NextHop(route),
    };

    private static byte[] Nlri(Route route)
    {
        switch (route.Family.Kind())
        {
            case NlriKind.Prefix:
                return [];
            case NlriKind.Labeled:
                uint[] labels = [.. route.Labels!];
                var octets = new byte[LabeledNlriWriter.Bound(labels.Length)];
                var form = new LabeledNlriForm(
                    route.Family.IsIPv6(), route.Family.HasDistinguisher(), AddPath: false, MultipleLabels: true, IsWithdrawal: false);
                return octets[..LabeledNlriWriter.Write(octets, form, route.Distinguisher ?? default, route.Prefix!.Value, labels)];
            default:
                byte[] value = [.. Distinguisher(route), .. route.Rule!.Components.Span];
                var rule = new byte[FlowspecNlriWriter.Bound(value.Length)];
                return rule[..FlowspecNlriWriter.Write(rule, value)];
        }
    }

    private static byte[] Distinguisher(Route route)
    {
        if (route.Distinguisher is not { } distinguisher)
        {
            return [];
        }

        var octets = new byte[RouteDistinguisher.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(octets, distinguisher.Value);
        return octets;
    }

    private static byte[] NextHop(Route route)
    {
        // Behind a route distinguisher of zeros in a VPN family (RFC 4364 section 4.3.2).
        var head = route.Family.HasDistinguisher() && route.NextHop is not null ? RouteDistinguisher.Length : 0;
        var octets = new byte[head + 32];
        var length = head + (route.NextHop?.WriteTo(octets.AsSpan(head)) ?? 0);
        length += route.LinkLocalNextHop?.WriteTo(octets.AsSpan(length)) ?? 0;
        return octets[..length];
    }
}
