using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pierhead.Control.Yaml;

/// <summary>
/// Builds nodes from the parser's events. Not YamlDotNet's own representation: that one stops at the first duplicate key and
/// expands aliases into cycles.
/// </summary>
internal sealed class NodeBuilder(string file, IParser parser, Report report)
{
    /// <summary>No part of the tree nests deeper than a third of this; it bounds the recursion for hostile files.</summary>
    private const int MaxDepth = 32;

    private readonly Dictionary<string, Node> _anchors = [];

    /// <summary>Reads the one document; null for a file without content.</summary>
    public Node? Build()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = Build(depth: 0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            throw new YamlFault(Line(second), "a second document begins here; a file holds one");
        }

        return root.IsNull ? null : root;
    }

    private Node Build(int depth)
    {
        var at = parser.Current!;
        if (depth > MaxDepth)
        {
            throw new YamlFault(Line(at), "nested too deeply");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            // The name stays out of the message: it may be a password that was not quoted.
            return _anchors.TryGetValue(alias.Value.Value, out var target)
                ? target
                : throw new YamlFault(Line(at), "an alias (`*`) without an anchor (`&`) of its name above; quote a text that begins with `*`");
        }

        var (anchor, tag) = at is NodeEvent begin ? (begin.Anchor, begin.Tag) : throw new YamlFault(Line(at), "a value is missing here");
        if (!tag.IsEmpty && !tag.IsNonSpecific && !tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
        {
            throw new YamlFault(Line(at), "a tag (`!`) has no meaning here; quote a text that begins with `!`");
        }

        Node node = at switch
        {
            Scalar => BuildScalar(),
            SequenceStart => BuildList(depth),
            _ => BuildMap(depth),
        };
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = node;
        }

        return node;
    }

    private ScalarNode BuildScalar()
    {
        var scalar = parser.Consume<Scalar>();
        return new ScalarNode(file, Line(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private ListNode BuildList(int depth)
    {
        var line = Line(parser.Consume<SequenceStart>());
        var items = new List<Node>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Build(depth + 1));
        }

        return new ListNode(file, line, items);
    }

    private MapNode BuildMap(int depth)
    {
        var line = Line(parser.Consume<MappingStart>());
        var entries = new List<KeyValuePair<ScalarNode, Node>>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        Node? merged = null;

        // Two repeated keys in a row are another item, whose `- ` got lost: one mistake, and what follows is not this mapping's.
        var repeated = 0;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyLine = Line(parser.Current!);
            if (Build(depth + 1) is not ScalarNode key)
            {
                throw new YamlFault(keyLine, "a key must be a single word");
            }

            var value = Build(depth + 1);
            if (key.Text == "<<")
            {
                merged = value;
            }
            else if (!seen.TryAdd(key.Text, keyLine))
            {
                if (++repeated == 1)
                {
                    report.Error(file, keyLine, $"{Shown.Name(key.Text)} is given twice; the first is in line {seen[key.Text]}");
                }
            }
            else if (repeated < 2)
            {
                repeated = 0;
                entries.Add(new(new ScalarNode(file, keyLine, key.Text, isPlain: false), value));
            }
        }

        Merge(merged, entries, seen);
        return new MapNode(file, line, entries);
    }

    /// <summary>The merge key of YAML 1.1, <c>&lt;&lt;: *defaults</c> or a list of them: what is written here wins, then the first named.</summary>
    private void Merge(Node? merged, List<KeyValuePair<ScalarNode, Node>> entries, Dictionary<string, int> seen)
    {
        if (merged is null)
        {
            return;
        }

        IReadOnlyList<Node> sources = merged is ListNode list ? list.Items : [merged];
        foreach (var source in sources)
        {
            if (source is not MapNode map)
            {
                report.Error(merged, $"`<<` takes a mapping or a list of mappings, not {source.Kind}");
                return;
            }

            entries.AddRange(map.Entries.Where(entry => seen.TryAdd(entry.Key.Text, entry.Key.Line)));
        }
    }

    private static int Line(ParsingEvent at) => (int)Math.Max(1, at.Start.Line);
}
