using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pierhead.Wire.Bgp;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>
/// Reads the vector files. One of <c>decoding</c> has three lines: what it is, its octets, what they say. One of <c>encoding</c> has for
/// each message a command, its octets, and what they say where that is told:
/// <code>
/// 1:cmd:announce route ...
/// 1:raw:FFFF...:0040:02:...
/// 1:json:{...}
/// </code>
/// </summary>
internal static partial class ExabgpVectors
{
    /// <summary>The messages of a file; none where it is a configuration or has an NLRI alone.</summary>
    public static IReadOnlyList<ExabgpMessage> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var file = Path.GetFileName(path);
        return Path.GetExtension(path) switch
        {
            ".ci" => ReadEncoding(file, lines),
            "" => ReadDecoding(file, lines),
            _ => [],
        };
    }

    private static ExabgpMessage[] ReadDecoding(string file, string[] lines) => lines[0].StartsWith("nlri", StringComparison.Ordinal)
        ? []
        : [new ExabgpMessage(file, 1, WithHeader(Octets(lines[1])), "", [JsonNode.Parse(lines[2])!])];

    private static List<ExabgpMessage> ReadEncoding(string file, string[] lines)
    {
        var messages = new List<ExabgpMessage>();
        var command = "";
        foreach (var match in lines.Select(line => Line().Match(line)).Where(match => match.Success))
        {
            var text = match.Groups[2].Value;
            switch (match.Groups[1].Value)
            {
                case "cmd":
                    command = text;
                    break;
                case "raw":
                    messages.Add(new ExabgpMessage(file, messages.Count + 1, Octets(text), command, []));
                    command = "";
                    break;
                default:
                    messages[^1] = messages[^1] with { Told = [.. messages[^1].Told, JsonNode.Parse(text)!] };
                    break;
            }
        }

        return messages;
    }

    private static byte[] Octets(string text) => Hex.Bytes(text.Replace(":", "", StringComparison.Ordinal));

    /// <summary>Some files have the body of an UPDATE alone.</summary>
    private static byte[] WithHeader(byte[] octets)
    {
        if (octets[0] == byte.MaxValue)
        {
            return octets;
        }

        var message = new byte[MessageFramer.HeaderLength + octets.Length];
        MessageFramer.WriteHeader(message, BgpMessageType.Update, message.Length);
        octets.CopyTo(message, MessageFramer.HeaderLength);
        return message;
    }

    [GeneratedRegex("^[0-9]+:(cmd|raw|json|jsv4|jsv6):(.*)$")]
    private static partial Regex Line();
}
