namespace Pierhead.Model.Snapshot;

/// <summary>The key <c>limits</c>: what the tables of all sessions together may hold. A session that would pass one ends with Cease / Out of Resources.</summary>
/// <param name="Prefixes">Different prefixes of a family.</param>
/// <param name="AttributeSets">Different attribute sets.</param>
/// <param name="AttributeOctets">Octets of each kind of attribute.</param>
public sealed record LimitSettings(int Prefixes, int AttributeSets, long AttributeOctets)
{
    /// <summary>What the tables can hold at most.</summary>
    public static readonly LimitSettings Default = new((1 << 24) - 1, 1 << 26, uint.MaxValue * 4L);
}
