using Pierhead.Control.Yaml;

namespace Pierhead.Control.Written;

/// <summary>
/// A mapping as written, matched against the keys it may have. A misspelt key is reported once and then taken for the key that
/// was meant, so that one slip has no consequences elsewhere in the report.
/// </summary>
internal sealed class Section
{
    private readonly Dictionary<string, Node> _values = new(StringComparer.Ordinal);
    private readonly HashSet<(string Home, string Key)> _misplaced = [];
    private readonly KeyTable _table;
    private readonly string _path;
    private readonly Report _report;

    private Section(Node at, KeyTable table, string path, Report report)
    {
        At = at;
        _table = table;
        _path = path;
        _report = report;
    }

    public Node At { get; }

    public Node? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>Reads a mapping; null when the node is none, which is then reported.</summary>
    /// <param name="path">The keys that lead here, for warnings: <c>devices.bgp.</c>, or nothing.</param>
    public static Section? Read(Node node, KeyTable table, string path, Report report) => Read(node, table, path, report, parent: null);

    /// <summary>The mapping at a key; null when the key is absent or holds none. A key without value is an empty mapping.</summary>
    public Section? Child(string key) =>
        _values.TryGetValue(key, out var node) ? Read(node, _table.Find(key)!.Table!, $"{_path}{key}.", _report, parent: (this, key)) : null;

    /// <summary>The mappings of the list at a key. Items that are none are reported.</summary>
    public IReadOnlyList<Section> Children(string key)
    {
        if (!_values.TryGetValue(key, out var node) || node.IsNull)
        {
            return [];
        }

        if (node is not ListNode list)
        {
            _report.Error(node, $"`{key}` is a list, not {node.Kind}; begin each item with `- `");
            return [];
        }

        var table = _table.Find(key)!.Items!;
        var sections = new List<Section>(list.Items.Count);
        Key? lost = null;
        foreach (var item in list.Items)
        {
            if (item is MapNode map && OwnerOf(map, table) is { } owner)
            {
                if (owner != lost)
                {
                    _report.Error(item, $"{owner.Items!.Subject} among `{key}`; is the line `{owner.Name}:` missing above it?");
                    lost = owner;
                }
            }
            else if (Read(item, table, $"{_path}{key}.", _report) is { } section)
            {
                sections.Add(section);
            }
        }

        return sections;
    }

    /// <summary>The other list of this mapping that an item with strange keys is a whole item of, if it is.</summary>
    private Key? OwnerOf(MapNode item, KeyTable table)
    {
        if (item.Entries.All(entry => table.Find(entry.Key.Text) is not null))
        {
            return null;
        }

        foreach (var key in _table.Keys)
        {
            if (key.Items is { } other
                && item.Entries.All(entry => other.Find(entry.Key.Text) is not null)
                && other.Keys.All(k => !k.Required || item.Entries.Any(entry => entry.Key.Text == k.Name)))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Whether the key was written one level too high, here instead of in the mapping <paramref name="home"/>; that is reported.</summary>
    public bool IsMisplaced(string home, string key) => _misplaced.Contains((home, key));

    /// <summary>Reports a required key that is absent, unless another error explains it.</summary>
    public void Missing(string key) => _report.Error(At, $"{_table.Subject} needs `{key}`");

    private static Section? Read(Node node, KeyTable table, string path, Report report, (Section Section, string Key)? parent)
    {
        var section = new Section(node, table, path, report);
        if (node is MapNode map)
        {
            section.Match(map, parent);
            return section;
        }

        if (node.IsNull && parent is not null)
        {
            section.Match(new MapNode(node.File, node.Line, []), parent);
            return section;
        }

        var name = parent is { } at ? $"`{at.Key}`" : table.Subject;
        report.Error(node, $"{name} is a mapping of keys, not {node.Kind}");
        return null;
    }

    private void Match(MapNode map, (Section Section, string Key)? parent)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (_table.Find(key.Text) is { } known)
            {
                _values[key.Text] = value.IsNull ? new ScalarNode(key.File, key.Line, "", isPlain: true) : value;
                if (known.Later)
                {
                    _report.Later(key, _path + key.Text);
                }
            }
        }

        var missing = _table.Keys.Where(k => k.Required && !_values.ContainsKey(k.Name)).Select(k => k.Name).ToList();
        missing.RemoveAll(key => parent is { } at && at.Section.IsMisplaced(at.Key, key));
        var strange = map.Entries.Where(entry => _table.Find(entry.Key.Text) is null).ToList();
        strange.RemoveAll(entry => Recognise(entry.Key, entry.Value, missing));
        foreach (var (key, _) in strange)
        {
            _report.Error(key, $"unknown key {Shown.Name(key.Text)}{Guess(missing)}");
        }

        missing.ForEach(Missing);
    }

    /// <summary>Reports a key that is nearly a known one, or is known elsewhere; false for one that resembles nothing.</summary>
    private bool Recognise(ScalarNode key, Node value, List<string> missing)
    {
        if (_table.HomeOf(key.Text) is { } home)
        {
            _report.Error(key, $"unknown key {Shown.Name(key.Text)}; it belongs inside `{home.Name}`");
            _misplaced.Add((home.Name, key.Text));
            return true;
        }

        var candidates = missing.Concat(_table.Keys.Select(k => k.Name).Where(k => !_values.ContainsKey(k))).Concat(_values.Keys);
        if (Nearest.Of(key.Text, candidates) is not { } meant)
        {
            return false;
        }

        _report.Error(key, $"unknown key {Shown.Name(key.Text)}; did you mean `{meant}`?");
        missing.Remove(meant);
        if (!value.IsNull)
        {
            _values.TryAdd(meant, value);
        }

        return true;
    }

    /// <summary>A word that resembles nothing, where something required is missing, most likely is another name for that.</summary>
    private string Guess(List<string> missing)
    {
        if (missing.Count == 0)
        {
            return $"; {_table.Subject} may have {string.Join(", ", _table.Keys.Select(k => k.Name))}";
        }

        var meant = missing[0];
        missing.RemoveAt(0);
        return $"; did you mean `{meant}`, which is missing?";
    }
}
