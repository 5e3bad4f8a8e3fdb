using Pierhead.Model.Ids;
using Pierhead.Web.Contract;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using HeardRoute = Pierhead.Routing.Route;
using OtherAttribute = Pierhead.Web.Contract.OtherAttribute;

namespace Pierhead.Web.Api;

/// <summary>A route as the API words it: attributes in canonical text.</summary>
internal static class RouteMapping
{
    public static Route ToContract(SessionKey key, HeardRoute route)
    {
        var attributes = route.Attributes;
        return new Route(
            key.Tenant.Name,
            key.Device.Name,
            key.Address.ToString(),
            route.Family.Name(),
            route.Distinguisher?.ToString(),
            route.Prefix?.ToString(),
            route.PathId,
            route.NextHop?.ToString(),
            route.LinkLocalNextHop?.ToString(),
            attributes.AsPath?.ToString(),
            attributes.Origin?.ToString().ToLowerInvariant(),
            attributes.Med,
            attributes.LocalPref,
            Texts(attributes.Communities),
            Texts(attributes.ExtendedCommunities),
            Texts(attributes.LargeCommunities),
            attributes.OriginatorId?.ToString(),
            Texts(attributes.ClusterList),
            attributes.Aggregator?.ToString(),
            attributes.AtomicAggregate,
            route.Labels,
            route.Rule?.ToString(),
            route.Stale,
            route.ReceivedAt,
            [.. attributes.Others.Select(ToContract)],
            attributes.IPv6ExtendedCommunities.Count == 0 ? null : Texts(attributes.IPv6ExtendedCommunities),
            attributes.Aigp,
            attributes.OnlyToCustomer?.Value,
            attributes.PmsiTunnel?.ToString());
    }

    private static OtherAttribute ToContract(Wire.Bgp.Attributes.OtherAttribute other) =>
        new(other.Type, other.Flags, Convert.ToHexStringLower(other.Value.Span), AttributeNames.Find(other.Type));

    private static string[] Texts<T>(IReadOnlyList<T> values)
        where T : notnull
    {
        var texts = new string[values.Count];
        for (var index = 0; index < texts.Length; index++)
        {
            texts[index] = values[index].ToString()!;
        }

        return texts;
    }
}
