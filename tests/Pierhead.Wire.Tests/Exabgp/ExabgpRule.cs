using System.Text.Json.Nodes;
using Pierhead.Wire.Bgp.Flowspec;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>The text of a rule in the words of ExaBGP's JSON: a list of values for each component, joined by "or".</summary>
internal static class ExabgpRule
{
    public static void AddTo(JsonObject json, FlowspecRule rule)
    {
        var words = rule.ToString().Split(' ');
        for (var index = 0; index < words.Length; index += 2)
        {
            var (name, value) = (words[index], words[index + 1]);
            if (name is "destination" or "source")
            {
                // ExaBGP writes the offset of an IPv6 prefix where it is 0 too.
                var offset = rule.IsIPv6 && value.Count(each => each == '/') == 1 ? "/0" : "";
                json[$"{name}-{(rule.IsIPv6 ? "ipv6" : "ipv4")}"] = new JsonArray(value + offset);
            }
            else
            {
                json[NameOf(name, rule.IsIPv6)] = new JsonArray([.. value.Split('|').Select(each => ValuesOf(name, each))]);
            }
        }
    }

    /// <summary>Values that are joined by "and".</summary>
    private static JsonNode ValuesOf(string name, string values) => string.Join('&', values.Split('&').Select(value => ValueOf(name, value)));

    private static string NameOf(string name, bool ipv6) => name switch
    {
        "protocol" when ipv6 => "next-header",
        "dscp" when ipv6 => "traffic-class",
        _ => name,
    };

    private static string ValueOf(string name, string value)
    {
        var at = value.AsSpan().IndexOfAnyInRange('0', '9');
        return (name, at < 0 ? "" : value[at..]) switch
        {
            ("protocol", "1") => $"{value[..at]}icmp",
            ("protocol", "6") => $"{value[..at]}tcp",
            ("protocol", "17") => $"{value[..at]}udp",
            ("icmp-type", "0") => $"{value[..at]}echo-reply",
            ("icmp-type", "3") => $"{value[..at]}unreachable",
            ("icmp-type", "8") => $"{value[..at]}echo-request",
            ("tcp-flags", _) => value.Replace("urgent", "urg", StringComparison.Ordinal),
            _ => value,
        };
    }
}
