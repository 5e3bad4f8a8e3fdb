using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>Attributes as Pierhead reads them, in the shape of ExaBGP's JSON.</summary>
internal static class ExabgpAttributes
{
    public static JsonObject Of(PathAttributes attributes)
    {
        var json = new JsonObject();
        Put("origin", attributes.Origin?.ToString().ToLowerInvariant());
        Put("as-path", attributes.AsPath is { Segments.Count: > 0 } path ? Of(path) : null);
        Put("med", attributes.Med);
        Put("local-preference", attributes.LocalPref);
        Put("atomic-aggregate", attributes.AtomicAggregate ? true : null);
        Put("aggregator", attributes.Aggregator is { } aggregator ? $"{aggregator.Asn.Value}:{aggregator.Address}" : null);
        Put("originator-id", attributes.OriginatorId?.ToString());
        Put("cluster-list", List(attributes.ClusterList, each => each.ToString()));
        Put("community", List(attributes.Communities, each => Numbers(each.ToString())));
        Put("large-community", List(attributes.LargeCommunities, each => Numbers(each.ToString())));
        Put("extended-community", List(attributes.ExtendedCommunities, Of));
        Put("extended-community-ipv6", List(attributes.IPv6ExtendedCommunities, Of));
        return json;

        void Put(string name, JsonNode? value)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }
    }

    /// <summary>Its octets as a number, and its text in ExaBGP's words where ours is not hexadecimal.</summary>
    public static JsonNode Of(ExtendedCommunity community)
    {
        var json = new JsonObject { ["value"] = community.Value };
        if (TextOf(community) is { } text)
        {
            json["string"] = text;
        }

        return json;
    }

    private static JsonNode Of(IPv6ExtendedCommunity community)
    {
        var number = new BigInteger(community.ToBytes(), isUnsigned: true, isBigEndian: true);
        return new JsonObject { ["value"] = JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture)) };
    }

    private static string? TextOf(ExtendedCommunity community)
    {
        var parts = community.ToString().Split(':');
        return parts[0] switch
        {
            "rt" => $"target:{parts[1]}:{parts[2]}",

            // ExaBGP writes the number behind a two-octet AS number of a route origin as an address.
            "ro" when community.Value >> 56 == 0 => $"origin:{parts[1]}:{Ip.FromV4(uint.Parse(parts[2], CultureInfo.InvariantCulture))}",
            "ro" => $"origin:{parts[1]}:{parts[2]}",
            "redirect" => $"redirect:{parts[1]}:{parts[2]}",
            "traffic-rate-bytes" => $"rate-limit:{Whole(parts[2])}",
            "traffic-rate-packets" => $"rate-limit:{Whole(parts[2])}:packets",
            "traffic-action" => $"action {parts[1].Replace("sample+continue", "sample-terminal", StringComparison.Ordinal)}",
            "traffic-marking" => $"mark {parts[1]}",
            _ => null,
        };
    }

    private static string Whole(string rate) => ((long)float.Parse(rate, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    private static JsonObject Of(AsPath path)
    {
        var json = new JsonObject();
        foreach (var segment in path.Segments)
        {
            json[json.Count.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["element"] = segment.Type switch
                {
                    SegmentType.Sequence => "as-sequence",
                    SegmentType.Set => "as-set",
                    _ => throw new NotSupportedException($"a segment of type {segment.Type}"),
                },
                ["value"] = List(segment.Numbers, each => (JsonNode)each.Value),
            };
        }

        return json;
    }

    private static JsonArray Numbers(string text) =>
        new([.. text.Split(':').Select(part => (JsonNode)uint.Parse(part, CultureInfo.InvariantCulture))]);

    private static JsonArray? List<T>(IReadOnlyList<T> items, Func<T, JsonNode> of) =>
        items.Count == 0 ? null : new JsonArray([.. items.Select(of)]);
}
