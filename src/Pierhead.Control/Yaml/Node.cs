namespace Pierhead.Control.Yaml;

/// <summary>A value of a YAML file, with the place it stands at.</summary>
internal abstract class Node(string file, int line)
{
    /// <summary>Relative to the tree's directory.</summary>
    public string File { get; } = file;

    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    /// <summary>What a message calls this kind of value.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether nothing was written: <c>key:</c> alone, <c>~</c> or <c>null</c>.</summary>
    public virtual bool IsNull => false;

    public string Place => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}");
}

/// <summary>A single value. All are kept as text: what it must be is known by its key, not by how it looks.</summary>
internal sealed class ScalarNode(string file, int line, string text, bool isPlain) : Node(file, line)
{
    public string Text { get; } = text;

    public override string Kind => IsNull ? "nothing" : "a single value";

    public override bool IsNull => isPlain && Text is ("" or "~" or "null" or "Null" or "NULL");
}

internal sealed class ListNode(string file, int line, IReadOnlyList<Node> items) : Node(file, line)
{
    public IReadOnlyList<Node> Items { get; } = items;

    public override string Kind => "a list";
}

/// <summary>A mapping, in the order written; no key occurs twice.</summary>
internal sealed class MapNode(string file, int line, IReadOnlyList<KeyValuePair<ScalarNode, Node>> entries) : Node(file, line)
{
    public IReadOnlyList<KeyValuePair<ScalarNode, Node>> Entries { get; } = entries;

    public override string Kind => "a mapping";
}
