using System.Text.Json.Nodes;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>
/// JSON as a sorted list of facts, each a path and a value: <c>attribute.med = 200</c>. Two messages say the same exactly where their lists
/// are the same.
/// </summary>
internal static class ExabgpFacts
{
    public static IReadOnlyList<string> Of(JsonNode node)
    {
        var facts = new List<string>();
        Add(facts, "", node);
        facts.Sort(StringComparer.Ordinal);
        return facts;
    }

    /// <summary>What a JSON line tells, without what <see cref="ExabgpTable"/> leaves out.</summary>
    public static IReadOnlyList<string> Told(JsonNode line, bool isOtherFamily)
    {
        var neighbor = line["neighbor"]!;
        return [.. Of(neighbor["open"] ?? neighbor["message"]!["update"]!).Where(fact => IsCompared(fact, isOtherFamily))];
    }

    private static bool IsCompared(string fact, bool isOtherFamily)
    {
        var equals = fact.IndexOf(" = ", StringComparison.Ordinal);
        var (path, value) = (fact[..equals], fact[(equals + 3)..]);
        if (Starts("announce.") || Starts("withdraw."))
        {
            // Of a rule, its text in ExaBGP's syntax and its next hop stand there a second time.
            return !isOtherFamily && !Ends("].string") && !Ends("].next-hop");
        }

        var isText = Starts("attribute.extended-community") && Ends("].string");
        return !(isText && ExabgpTable.WithoutText.Any(name => value.StartsWith(name, StringComparison.Ordinal)))
            && !ExabgpTable.KeptWhole.Keys.Any(name => Starts($"attribute.{name}."));

        bool Starts(string text) => path.StartsWith(text, StringComparison.Ordinal);
        bool Ends(string text) => path.EndsWith(text, StringComparison.Ordinal);
    }

    private static void Add(List<string> facts, string path, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    Add(facts, path.Length == 0 ? name : $"{path}.{name}", value);
                }

                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    Add(facts, $"{path}[{index}]", items[index]);
                }

                break;
            default:
                facts.Add($"{path} = {node}");
                break;
        }
    }
}
