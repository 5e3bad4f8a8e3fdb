using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pierhead.Control.Fabric;

/// <summary>
/// Changes of <c>fabric.yaml</c> that keep what else its author wrote: comments, order and style. Each gives the new text; the file is
/// written by <see cref="FabricEditor"/>, after it was found right.
/// </summary>
internal static class FabricEdit
{
    /// <summary>Sets a key of a machine's entry; adds it where it is not there.</summary>
    /// <exception cref="FabricEditException">There is no such entry.</exception>
    public static string SetKey(string text, string list, string name, string key, string value)
    {
        var entry = Find(text, list, name);
        if (entry.Children.FirstOrDefault(child => ((YamlScalarNode)child.Key).Value == key).Value is { } old)
        {
            return text[..Begin(old)] + value + text[Last(text, old)..];
        }

        return Append(text, entry, key, value);
    }

    /// <summary>Takes a key out of a machine's entry; leaves the text where it is not there.</summary>
    public static string DropKey(string text, string list, string name, string key)
    {
        var entry = Find(text, list, name);
        var keys = entry.Children.Select(child => child.Key).ToList();
        var at = keys.FindIndex(child => ((YamlScalarNode)child).Value == key);
        if (at < 0)
        {
            return text;
        }

        var value = entry.Children[keys[at]];
        if (IsOnOneLine(text, entry))
        {
            // With the comma before it, or the one after it where it is the first.
            return at > 0
                ? text[..Last(text, entry.Children[keys[at - 1]])] + text[Last(text, value)..]
                : text[..Begin(keys[at])] + (keys.Count > 1 ? text[Begin(keys[1])..] : text[Last(text, value)..]);
        }

        var from = text.LastIndexOf('\n', Begin(keys[at])) + 1;
        return at == 0
            ? throw new FabricEditException($"`{key}` begins the entry of {name}: take it out by hand")
            : text[..from] + text[LineEnd(text, Last(text, value))..];
    }

    /// <summary>Adds an entry at the end of a list, in the style of one line.</summary>
    /// <param name="entry">Without the dash.</param>
    public static string AddEntry(string text, string list, string entry)
    {
        var sequence = ListOf(text, list);
        if (IsOnOneLine(text, sequence) || sequence.Children.Count == 0)
        {
            throw new FabricEditException($"`{list}` is written on one line: add the entry by hand: {entry}");
        }

        var last = sequence.Children[^1];
        var indent = text[(text.LastIndexOf('\n', Begin(last)) + 1)..Begin(last)];
        var at = LineEnd(text, Last(text, last));
        var before = text[..at];
        return (before.EndsWith('\n') ? before : before + "\n") + indent + entry + "\n" + text[at..];
    }

    /// <summary>Takes an entry out of a list, with its lines.</summary>
    public static string RemoveEntry(string text, string list, string name)
    {
        var entry = Find(text, list, name);
        if (IsOnOneLine(text, ListOf(text, list)))
        {
            throw new FabricEditException($"`{list}` is written on one line: take {name} out by hand");
        }

        return text[..(text.LastIndexOf('\n', Begin(entry)) + 1)] + text[LineEnd(text, Last(text, entry))..];
    }

    /// <summary>Sets the key <c>before</c>, adding it at the end of <c>fabric</c>.</summary>
    public static string SetBefore(string text, IEnumerable<string> memberships)
    {
        var value = $"[{string.Join(", ", memberships.Select(membership => $"\"{membership}\""))}]";
        var fabric = Fabric(text);
        return fabric.Children.FirstOrDefault(child => ((YamlScalarNode)child.Key).Value == "before").Value is { } old
            ? text[..Begin(old)] + value + text[Last(text, old)..]
            : Append(text, fabric, "before", value);
    }

    private static string Append(string text, YamlMappingNode mapping, string key, string value)
    {
        var last = Last(text, mapping.Children.Values.Last());
        if (IsOnOneLine(text, mapping))
        {
            return text[..last] + $", {key}: {value}" + text[last..];
        }

        var indent = new string(' ', (int)mapping.Children.Keys.First().Start.Column - 1);
        var at = LineEnd(text, last);
        var before = text[..at];
        return (before.EndsWith('\n') ? before : before + "\n") + $"{indent}{key}: {value}\n" + text[at..];
    }

    private static YamlMappingNode Find(string text, string list, string name)
    {
        var entries = ListOf(text, list).Children.OfType<YamlMappingNode>().ToList();
        return entries.FirstOrDefault(entry => NameOf(entry) == name)
            ?? throw new FabricEditException(
                $"there is no `{name}` among `{list}`; there are {string.Join(", ", entries.Select(NameOf))}{Nearest.Suggest(name, entries.Select(NameOf).OfType<string>())}");
    }

    private static string? NameOf(YamlMappingNode entry) =>
        (entry.Children.FirstOrDefault(child => ((YamlScalarNode)child.Key).Value == "name").Value as YamlScalarNode)?.Value;

    private static YamlSequenceNode ListOf(string text, string list) =>
        Fabric(text).Children.FirstOrDefault(child => ((YamlScalarNode)child.Key).Value == list).Value as YamlSequenceNode
        ?? throw new FabricEditException($"fabric.yaml has no list `{list}`");

    private static YamlMappingNode Fabric(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new FabricEditException(string.Create(CultureInfo.InvariantCulture, $"fabric.yaml:{exception.Start.Line}: {exception.Message}"));
        }

        return (stream.Documents.FirstOrDefault()?.RootNode as YamlMappingNode)?.Children
            .FirstOrDefault(child => ((YamlScalarNode)child.Key).Value == "fabric").Value as YamlMappingNode
            ?? throw new FabricEditException("fabric.yaml has no `fabric`");
    }

    private static int Begin(YamlNode node) => (int)node.Start.Index;

    /// <summary>A plain scalar is said to end behind the line breaks that follow it.</summary>
    private static int End(string text, YamlNode node)
    {
        var end = (int)node.End.Index;
        while (end > Begin(node) && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>Where a node's own text ends. The parser tells only where a mapping or a list begins.</summary>
    private static int Last(string text, YamlNode node)
    {
        var last = node switch
        {
            YamlMappingNode mapping => mapping.Children.Values.LastOrDefault(),
            YamlSequenceNode sequence => sequence.Children.LastOrDefault(),
            _ => null,
        };
        var end = last is not null ? Last(text, last) : node is YamlScalarNode ? End(text, node) : Begin(node) + 1;
        return node is not YamlScalarNode && IsOnOneLine(text, node) ? text.IndexOf(text[Begin(node)] == '[' ? ']' : '}', end) + 1 : end;
    }

    /// <summary>Flow style, in brackets or braces.</summary>
    private static bool IsOnOneLine(string text, YamlNode node) => text[Begin(node)] is '[' or '{';

    private static int LineEnd(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length;
}
