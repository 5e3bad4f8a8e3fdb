using System.Globalization;
using Pierhead.Control.Yaml;

namespace Pierhead.Control.Checks;

/// <summary>
/// Names that are defined once and referred to from elsewhere. A name that is unknown is one error at its first use, however many
/// use it; and none where the only entries that it could mean have no readable name, which is reported.
/// </summary>
internal sealed class NameSet(string kind, Report report)
{
    private readonly Dictionary<string, Node> _defined = new(StringComparer.Ordinal);
    private readonly List<string> _candidates = [];
    private readonly Dictionary<string, (Node First, int Count)> _unknown = new(StringComparer.Ordinal);
    private bool _hasNameless;

    /// <summary>Takes a name at its definition. A second one of the same name is reported, and false.</summary>
    /// <param name="isValid">Whether it can be a name at all; what is not is reported by the caller.</param>
    /// <param name="isCandidate">Whether it may be referred to.</param>
    public bool Define(Node? name, bool isValid, bool isCandidate = true)
    {
        _hasNameless |= !isValid;
        if (name is not ScalarNode { IsNull: false } scalar)
        {
            return true;
        }

        if (!_defined.TryAdd(scalar.Text, scalar))
        {
            report.Error(name, $"{kind} {Shown.Name(scalar.Text)} is defined twice; the other is at {_defined[scalar.Text].Place}");
            return false;
        }

        if (isCandidate && isValid)
        {
            _candidates.Add(scalar.Text);
        }

        return true;
    }

    /// <summary>Says that there are entries that could not be read.</summary>
    public void AddNameless() => _hasNameless = true;

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
        if (_hasNameless && _candidates.Count == 0)
        {
            return;
        }

        foreach (var (name, (first, count)) in _unknown)
        {
            var more = count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (named {count} times in this file)");
            report.Error(first, $"there is no {kind} {Shown.Name(name)} in this tenant{more}{Nearest.Suggest(name, _candidates)}");
        }
    }
}
