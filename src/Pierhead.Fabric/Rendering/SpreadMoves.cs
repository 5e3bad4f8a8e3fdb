using System.Globalization;
using Pierhead.Fabric.Placement;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Rendering;

/// <summary>Which sources a change of the tree places on another node, in the announced modes.</summary>
public static class SpreadMoves
{
    /// <summary>A sentence for each pair of nodes; none where nothing moves, or where one of the plans is of another mode.</summary>
    public static IEnumerable<string> Of(FabricPlan from, FabricPlan to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return (from.Mode, to.Mode) switch
        {
            (FabricMode.AnnouncedMask, FabricMode.AnnouncedMask) => OfMasks(from, to),
            (FabricMode.AnnouncedHash, FabricMode.AnnouncedHash) => OfHashes(from, to),
            _ => [],
        };
    }

    private static IEnumerable<string> OfMasks(FabricPlan from, FabricPlan to)
    {
        var (former, now) = (MaskSieve.For(NodeShare.Of(from)), MaskSieve.For(NodeShare.Of(to)));
        var buckets = Math.Max(former.Buckets.Length, now.Buckets.Length);
        var moves = Enumerable.Range(0, buckets).Select(bucket => (
            Bucket: bucket,
            From: NameOf(from, former.Buckets[bucket % former.Buckets.Length]),
            To: NameOf(to, now.Buckets[bucket % now.Buckets.Length])));
        return moves.Where(move => move.From != move.To).GroupBy(move => (move.From, move.To)).Select(group => string.Create(
            CultureInfo.InvariantCulture,
            $"{group.Key.From} to {group.Key.To}: {group.Count() / (double)buckets:P0} of all sources, those that end in {string.Join(", ", group.Select(move => Pattern(move.Bucket, buckets)))}; their sessions are reset"));
    }

    private static IEnumerable<string> OfHashes(FabricPlan from, FabricPlan to)
    {
        var (former, now) = (SourceHash.For(NodeShare.Of(from)), SourceHash.For(NodeShare.Of(to)));
        return former.Table.Zip(now.Table).Select(bucket => (From: NameOf(from, bucket.First), To: NameOf(to, bucket.Second)))
            .Where(move => move.From != move.To).GroupBy(move => move).OrderBy(group => group.Key).Select(group => string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key.From} to {group.Key.To}: {group.Count() / (double)now.Table.Length:P1} of all sources; established sessions stay where they are"));
    }

    private static string NameOf(FabricPlan plan, int node) => node < 0 ? "nobody" : plan.Nodes[node].Name;

    private static string Pattern(int bucket, int buckets) => string.Create(
        CultureInfo.InvariantCulture, $"{MaskSieve.Pattern(bucket, isIPv6: false)}/{MaskSieve.Pattern(buckets - 1, isIPv6: false)}");
}
