using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Placement;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Rendering;

/// <summary>
/// The announced modes: each node has the same table, and marks what is another's by the source address alone, so that it does not
/// matter on which one a packet lands.
/// </summary>
/// <remarks>
/// A packet of a session whose socket is here is ours, whatever a table says. One that begins a session goes where the table of today says. One
/// in mid-session that finds no socket goes on to where its source was placed before the last changes of membership (`before`), one node
/// after the other: a second chance, without a state that would die with the landing node. The candidates of a source are distinct, and each
/// node passes on to the one after itself, so no packet goes in a circle.
/// </remarks>
internal static class SpreadTable
{
    /// <summary>Marks begin here; each is also the number of a routing table and the preference of its rule.</summary>
    private const int FirstMark = 101;
    private const int ColumnsOfMap = 12;

    public static IEnumerable<Resource> Resources(RenderPlace place)
    {
        foreach (var (floating, _) in place.Families)
        {
            yield return new LocalRuleResource(floating.IsIPv6);
        }

        foreach (var node in place.Plan.Nodes.Where(node => node != place.Machine))
        {
            foreach (var (floating, _) in place.Families)
            {
                yield return new MarkRouteResource(MarkOf(place.Plan, node), node.AddressOf(floating.IsIPv6)!.Value.ToString(), floating.IsIPv6, place.Machine.Interface);
            }
        }

        yield return new NftTableResource("inet", "pierhead_spread", Body(place));
    }

    /// <summary>A node's mark: the same on every machine, and for as long as no node comes before it by name.</summary>
    private static int MarkOf(FabricPlan plan, FabricMachine node) =>
        FirstMark + plan.Nodes.Select(other => other.Name).Order(StringComparer.Ordinal).ToList().IndexOf(node.Name);

    private static string Body(RenderPlace place)
    {
        var plan = place.Plan;
        var isMask = plan.Mode == FabricMode.AnnouncedMask;
        var text = new StringBuilder();
        var others = string.Join(", ", plan.Nodes.Where(node => node != place.Machine).Select(node => node.Mac));
        text.AppendLine(CultureInfo.InvariantCulture, $"  set nodes {{ type ether_addr; elements = {{ {others} }}; }}");
        var levels = isMask ? [MaskBuckets(plan)] : Candidates(plan);
        for (var level = 0; level < levels.Count && !isMask; level++)
        {
            Map(text, level, levels[level]);
        }

        text.AppendLine("  chain arriving {");
        text.AppendLine("    type filter hook prerouting priority mangle; policy accept;");
        foreach (var (floating, _) in place.Families)
        {
            var family = Word(floating);
            text.AppendLine(CultureInfo.InvariantCulture, $"    {family} daddr {floating} tcp dport {FabricPlan.BgpPort} jump session{Number(floating)}");
            if (plan.FlowPorts.Length != 0)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {family} daddr {floating} udp dport {{ {string.Join(", ", plan.FlowPorts)} }} ether saddr != @nodes jump first{Number(floating)}");
            }
        }

        text.AppendLine("  }");
        var own = MarkOf(plan, place.Machine);
        foreach (var (floating, _) in place.Families)
        {
            Chains(text, floating, own, levels, isMask);
        }

        return text.ToString();
    }

    private static void Chains(StringBuilder text, Ip floating, int own, List<int[]> levels, bool isMask)
    {
        var number = Number(floating);
        string Choose(int level) => isMask ? Masked(floating, levels[0]) : string.Create(
            CultureInfo.InvariantCulture, $"jhash {Word(floating)} saddr mod {SourceHash.UsualBuckets} seed {SourceHash.UsualSeed} map @candidates{level}");

        text.AppendLine(CultureInfo.InvariantCulture, $"  chain first{number} {{");
        text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark set {Choose(0)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark {own} meta mark set 0");
        text.AppendLine("  }");

        // Marks of levels: where the packet goes on from here.
        text.AppendLine(CultureInfo.InvariantCulture, $"  chain next{number} {{");
        for (var level = 0; level < levels.Count; level++)
        {
            var after = level + 1 < levels.Count ? Choose(level + 1) : "0";
            text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark set {Choose(level)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark {own} meta mark set {after} accept");
        }

        // None of the candidates: the machine that sent it has other tables, for a moment. Its first candidate may know; a reset would be final.
        text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark set {Choose(0)} accept");
        text.AppendLine("  }");
        text.AppendLine(CultureInfo.InvariantCulture, $"  chain session{number} {{");
        text.AppendLine("    socket wildcard 0 accept");
        text.AppendLine(CultureInfo.InvariantCulture, $"    ether saddr @nodes tcp flags & (syn | rst) == 0 jump next{number}");
        text.AppendLine("    ether saddr @nodes accept");
        text.AppendLine(CultureInfo.InvariantCulture, $"    jump first{number}");

        // The first candidate is this node, and has no such session.
        text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark 0 tcp flags & (syn | rst) == 0 jump next{number}");
        text.AppendLine("  }");
    }

    /// <summary>For each bucket the nodes that may have a session of it, as marks: today's first, then those of before, each once; 0 where there are no more.</summary>
    private static List<int[]> Candidates(FabricPlan plan)
    {
        var tables = new[] { plan.Membership }.Concat(plan.Before).Select(membership => Table(plan, membership)).ToList();
        var levels = tables.Select(_ => new int[SourceHash.UsualBuckets]).ToList();
        for (var bucket = 0; bucket < SourceHash.UsualBuckets; bucket++)
        {
            var level = 0;
            foreach (var mark in tables.Select(table => table[bucket]).Where(mark => mark != 0).Distinct())
            {
                levels[level++][bucket] = mark;
            }
        }

        return levels;
    }

    private static int[] Table(FabricPlan plan, FabricMembership membership)
    {
        var marks = membership.Weights.Select(weight => plan.NodeNamed(weight.Node) is { } node ? MarkOf(plan, node) : 0).ToImmutableArray();
        var hash = SourceHash.For([.. membership.Weights.Select(weight => new NodeShare(weight.Node, weight.Weight, Med: 0, IsDrained: false))]);
        return [.. hash.Table.Select(index => index < 0 ? 0 : marks[index])];
    }

    private static int[] MaskBuckets(FabricPlan plan) => [.. MaskSieve.For(NodeShare.Of(plan)).Buckets.Select(node => MarkOf(plan, plan.Nodes[node]))];

    private static string Masked(Ip floating, int[] buckets)
    {
        var mask = MaskSieve.Pattern(buckets.Length - 1, floating.IsIPv6);
        var places = buckets.Select((mark, bucket) => string.Create(CultureInfo.InvariantCulture, $"{MaskSieve.Pattern(bucket, floating.IsIPv6)} : {mark}"));
        return $"{Word(floating)} saddr & {mask} map {{ {string.Join(", ", places)} }}";
    }

    private static void Map(StringBuilder text, int level, int[] marks)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"  map candidates{level} {{");
        text.AppendLine(CultureInfo.InvariantCulture, $"    typeof numgen inc mod {SourceHash.UsualBuckets} : meta mark");
        text.AppendLine("    elements = {");
        foreach (var row in marks.Select((mark, bucket) => string.Create(CultureInfo.InvariantCulture, $"{bucket} : {mark}")).Chunk(ColumnsOfMap))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"      {string.Join(", ", row)},");
        }

        text.AppendLine("    }");
        text.AppendLine("  }");
    }

    private static string Word(Ip floating) => floating.IsIPv6 ? "ip6" : "ip";

    private static int Number(Ip floating) => floating.IsIPv6 ? 6 : 4;
}
