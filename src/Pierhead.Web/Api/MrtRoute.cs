using Pierhead.Routing;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Mrt;
using Pierhead.Wire.Net;

namespace Pierhead.Web.Api;

/// <summary>A route as an MRT dump takes it.</summary>
internal static class MrtRoute
{
    public static RibDumpRoute Of(Route route, ushort peer) =>
        new(peer, route.Family, Nlri(route), route.PathId, route.ReceivedAt, route.EncodeAttributes(), NextHop(route));

    private static byte[] Nlri(Route route)
    {
        switch (route.Family.Kind())
        {
            case NlriKind.Prefix:
                return Prefix(route.Prefix!.Value);
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

    private static byte[] Prefix(IpPrefix prefix)
    {
        var octets = new byte[17];
        octets[0] = prefix.Length;
        _ = prefix.Address.WriteTo(octets.AsSpan(1));
        return octets[..(1 + ((prefix.Length + 7) >> 3))];
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
        var octets = new byte[32];
        var length = route.NextHop?.WriteTo(octets) ?? 0;
        length += route.LinkLocalNextHop?.WriteTo(octets.AsSpan(length)) ?? 0;
        return octets[..length];
    }
}
