using System.Collections.Immutable;

namespace Pierhead.Fabric.Rendering;

/// <summary>Nodes that get no new sessions at the moment, as one machine of the announced modes sees it: soft state beside the tree. Immutable.</summary>
/// <param name="Out">They are not well, or do not say how they are; what sessions they have they may still serve.</param>
/// <param name="Gone">Their machine is not reached: nothing is passed on to them.</param>
public sealed record AbsentNodes(ImmutableArray<string> Out, ImmutableArray<string> Gone)
{
    public static readonly AbsentNodes None = new([], []);

    public bool IsEmpty => Out.IsEmpty && Gone.IsEmpty;

    public bool Has(string node) => Out.Contains(node) || Gone.Contains(node);

    public bool Equals(AbsentNodes? other) => other is not null && Out.SequenceEqual(other.Out) && Gone.SequenceEqual(other.Gone);

    public override int GetHashCode() => HashCode.Combine(Out.Length, Gone.Length);

    /// <summary>For logs and people: <c>land-2 (out), land-3 (not reached)</c>.</summary>
    public override string ToString() => IsEmpty ? "nobody" : string.Join(", ", Out.Select(node => $"{node} (out)").Concat(Gone.Select(node => $"{node} (not reached)")));
}
