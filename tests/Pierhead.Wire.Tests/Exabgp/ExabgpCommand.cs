using System.Globalization;
using System.Text.Json.Nodes;
using Pierhead.Wire.Bgp.Attributes;
using Xunit;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>What a command of ExaBGP's asks to be sent, in the shape of its JSON: for messages that have no JSON.</summary>
internal static class ExabgpCommand
{
    private const string EndOfRib = "announce eor ";

    public static JsonObject Read(string command)
    {
        if (command.StartsWith(EndOfRib, StringComparison.Ordinal))
        {
            return new JsonObject { ["eor"] = command[EndOfRib.Length..] };
        }

        var words = new Queue<string>(command.Split(' '));
        Assert.Equal("announce", words.Dequeue());
        var family = words.Dequeue();
        family = family == "route" ? "ipv4 unicast" : $"{family} {words.Dequeue()}";
        var prefix = words.Dequeue();
        var attributes = new JsonObject();
        var nextHop = "";
        while (words.TryDequeue(out var name))
        {
            if (name == "next-hop")
            {
                nextHop = words.Dequeue();
            }
            else
            {
                attributes[name] = name == "atomic-aggregate" ? true : Value(name, Words(words));
            }
        }

        return new JsonObject
        {
            ["attribute"] = attributes,
            ["announce"] = new JsonObject
            {
                [family] = new JsonObject { [nextHop] = new JsonArray(new JsonObject { ["nlri"] = prefix }) },
            },
        };
    }

    /// <summary>One word, or those between brackets.</summary>
    private static string[] Words(Queue<string> words)
    {
        var taken = new List<string> { words.Dequeue() };
        while (taken[0].StartsWith('[') && !taken[^1].EndsWith(']'))
        {
            taken.Add(words.Dequeue());
        }

        return [.. taken.Select(word => word.Trim('[', ']'))];
    }

    private static JsonNode Value(string name, string[] words) => name switch
    {
        "as-path" => new JsonObject
        {
            ["0"] = new JsonObject { ["element"] = "as-sequence", ["value"] = new JsonArray([.. words.Select(Number)]) },
        },
        "community" => new JsonArray([.. words.Select(word => new JsonArray([.. word.Split(':').Select(Number)]))]),
        "extended-community" => new JsonArray([.. words.Select(ExtendedCommunity)]),
        "local-preference" or "med" => Number(words[0]),
        "origin" or "aggregator" => words[0],
        _ => throw new NotSupportedException($"'{name}' in a command"),
    };

    private static JsonNode Number(string word) => uint.Parse(word, CultureInfo.InvariantCulture);

    /// <summary>A route target of two octets of AS number: type 0, sub-type 2 (RFC 4360 section 4).</summary>
    private static JsonNode ExtendedCommunity(string word)
    {
        var parts = word.Split(':');
        Assert.Equal("target", parts[0]);
        var asn = ushort.Parse(parts[1], CultureInfo.InvariantCulture);
        return ExabgpAttributes.Of(new ExtendedCommunity((2UL << 48) | ((ulong)asn << 32) | uint.Parse(parts[2], CultureInfo.InvariantCulture)));
    }
}
