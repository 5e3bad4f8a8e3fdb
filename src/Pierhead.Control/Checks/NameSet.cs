using System.Globalization;
using Pierhead.Control.Yaml;

namespace Pierhead.Control.Checks;

/// <summary>
/// Names that are defined once and referred to from elsewhere. A name that is unknown is one error at its first use, however many
/// use it; and none where an entry without a name, reported already, may be the one that is meant.
/// </summary>
internal sealed class NameSet(string kind, Report report)
{
    private readonly Dictionary<string, Node> _defined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Node First, int Count)> _unknown = new(StringComparer.Ordinal);
    private int _nameless;

    /// <summary>Takes a name at its definition. A second one of the same name is reported, and false.</summary>
    public bool Define(Node? name)
    {
        if (name is not ScalarNode { IsNull: false } scalar)
        {
            _nameless++;
            return true;
        }

        if (_defined.TryAdd(scalar.Text, scalar))
        {
            return true;
        }

        report.Error(name, $"{kind} {Shown.Name(scalar.Text)} is defined twice; the other is at {_defined[scalar.Text].Place}");
        return false;
    }

    /// <summary>Says that this many entries could not be read.</summary>
    public void AddUnreadable(int count) => _nameless = (int)Math.Min(int.MaxValue, (long)_nameless + count);

    /// <summary>Takes a use of a name, after all are defined.</summary>
    public bool Refer(Node? use)
    {
        if (use is not ScalarNode { IsNull: false } scalar)
        {
            return false;
        }

        if (_defined.ContainsKey(scalar.Text))
        {
            return true;
        }

        _unknown[scalar.Text] = _unknown.TryGetValue(scalar.Text, out var known) ? (known.First, known.Count + 1) : (scalar, 1);
        return false;
    }

    /// <summary>Reports the unknown names.</summary>
    public void Settle()
    {
        foreach (var (name, (first, count)) in _unknown)
        {
            var hint = Nearest.Suggest(name, _defined.Keys);
            if (hint.Length == 0 && _nameless > 0)
            {
                _nameless--;
                continue;
            }

            var more = count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (named {count} times in this file)");
            report.Error(first, $"there is no {kind} {Shown.Name(name)} in this tenant{more}{hint}");
        }
    }
}
