using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Placement;

/// <summary>
/// Whose a bucket is while its node is not there: the others in an order of the bucket's own, by weighted rendezvous. So what a node leaves is spread over all
/// others, what is not its own moves nowhere, and every machine knows without being told.
/// </summary>
internal static class Substitutes
{
    private const byte Seed = 3;
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    /// <summary>The members by name, the one that comes first for a bucket first. Without its owner, who comes before all.</summary>
    public static IEnumerable<string> Of(int bucket, string? owner, FabricMembership membership) => membership.Weights
        .Where(member => member.Node != owner)
        .OrderBy(member => Rendezvous.Wait(NameHash.Of(member.Node, Seed) ^ ((ulong)bucket * Odd), member.Weight))
        .ThenBy(member => member.Node, StringComparer.Ordinal)
        .Select(member => member.Node);
}
