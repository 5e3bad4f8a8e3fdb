using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// A table's routes of one family, in the order they are announced: prefixes with the same attributes stand together, and the
/// groups follow in the order of their first prefix. Immutable.
/// </summary>
public sealed class FamilyRoutes
{
    private readonly IpPrefix[] _prefixes;
    private readonly int[] _starts;
    private readonly int[] _sets;

    private FamilyRoutes(Family family, IpPrefix[] prefixes, int[] starts, int[] sets)
    {
        Family = family;
        _prefixes = prefixes;
        _starts = starts;
        _sets = sets;
    }

    public Family Family { get; }

    /// <summary>Number of routes.</summary>
    public int Count => _prefixes.Length;

    /// <summary>Number of groups of prefixes with the same attributes.</summary>
    public int GroupCount => _sets.Length;

    public ReadOnlySpan<IpPrefix> Prefixes => _prefixes;

    public ReadOnlySpan<IpPrefix> Group(int group) => _prefixes.AsSpan(_starts[group]..(group + 1 < _starts.Length ? _starts[group + 1] : Count));

    /// <summary>The group's attribute set, an index into the table's <see cref="AttributeSets"/>.</summary>
    public int SetOf(int group) => _sets[group];

    /// <summary>Groups prefixes by their sets (counting sort).</summary>
    internal static FamilyRoutes Create(Family family, List<IpPrefix> prefixes, int[] setOf, int setCount)
    {
        var groupOf = new int[setCount];
        Array.Fill(groupOf, -1);
        var sets = new List<int>();
        var sizes = new List<int>();
        for (var index = 0; index < setOf.Length; index++)
        {
            ref var group = ref groupOf[setOf[index]];
            if (group < 0)
            {
                group = sets.Count;
                sets.Add(setOf[index]);
                sizes.Add(0);
            }

            sizes[group]++;
        }

        var starts = new int[sets.Count];
        for (var group = 1; group < starts.Length; group++)
        {
            starts[group] = starts[group - 1] + sizes[group - 1];
        }

        var next = (int[])starts.Clone();
        var grouped = new IpPrefix[prefixes.Count];
        for (var index = 0; index < setOf.Length; index++)
        {
            grouped[next[groupOf[setOf[index]]]++] = prefixes[index];
        }

        return new FamilyRoutes(family, grouped, starts, [.. sets]);
    }
}
