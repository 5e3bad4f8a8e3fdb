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

    /// <summary>Nodes that may have sessions of a bucket without a change of the tree: its own, and who stands in for one and for two that are absent.</summary>
    private const int Standing = 3;

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

        yield return Table(place);
    }

    /// <summary>The table alone, which changes when nodes come and go.</summary>
    public static NftTableResource Table(RenderPlace place) => new("inet", "pierhead_spread", Body(place));

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
        var senders = string.Join(", ", plan.Nodes.Where(node => node != place.Machine).Select(node => string.Create(CultureInfo.InvariantCulture, $"{node.Mac} . {MarkOf(plan, node)}")));
        text.AppendLine(CultureInfo.InvariantCulture, $"  set senders {{ type ether_addr . mark; elements = {{ {senders} }}; }}");
        var levels = isMask ? [MaskBuckets(place)] : Candidates(place);
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

        for (var level = 0; level < levels.Count; level++)
        {
            After(text, number, level, levels.Count, Choose);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  chain next{number} {{");
        for (var level = 0; level < levels.Count; level++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark set {Choose(level)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark {own} goto after{number}_{level}");
        }

        // None of the candidates: the machine that sent it has other tables, for a moment. Its first candidate may know; a reset would be final.
        text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark set {Choose(0)} accept");
        text.AppendLine("  }");
        text.AppendLine(CultureInfo.InvariantCulture, $"  chain middle{number} {{");
        text.AppendLine(CultureInfo.InvariantCulture, $"    ether saddr @nodes goto next{number}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    jump first{number}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark 0 goto next{number}");
        text.AppendLine("  }");

        // A session whose handshake is not over is no socket to `wildcard`, but one to `transparent`: it is ours where it began. What meets the listener
        // has no socket here; neither has what meets nothing, because no node runs here.
        text.AppendLine(CultureInfo.InvariantCulture, $"  chain session{number} {{");
        text.AppendLine("    socket wildcard 0 accept");
        text.AppendLine(CultureInfo.InvariantCulture, $"    tcp flags & syn == 0 socket wildcard 1 goto middle{number}");
        text.AppendLine("    tcp flags & syn == 0 socket transparent 0 accept");
        text.AppendLine(CultureInfo.InvariantCulture, $"    tcp flags & syn == 0 goto middle{number}");
        text.AppendLine("    ether saddr @nodes accept");
        text.AppendLine(CultureInfo.InvariantCulture, $"    jump first{number}");
        text.AppendLine("  }");
    }

    /// <summary>
    /// Where a packet goes on for which this node is the candidate of a level: to the next one. The last one answers it, with a reset if need be; but not when it
    /// did not come from the candidate before. Then the sender has the tables of before a change, took this node for its first one, and today's first one was
    /// not asked.
    /// </summary>
    private static void After(StringBuilder text, int number, int level, int levels, Func<int, string> choose)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"  chain after{number}_{level} {{");
        if (level + 1 < levels)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark set {choose(level + 1)}");
            text.AppendLine("    meta mark != 0 accept");
        }

        if (level > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    meta mark set {choose(level - 1)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    ether saddr . meta mark != @senders meta mark set {choose(0)} accept");
        }

        text.AppendLine("    meta mark set 0 accept");
        text.AppendLine("  }");
    }

    /// <summary>
    /// For each bucket the nodes that may have a session of it, as marks: first the one that gets new ones, then those of before, then who has them while others
    /// are absent, each once; 0 where there are no more.
    /// </summary>
    private static List<int[]> Candidates(RenderPlace place)
    {
        var plan = place.Plan;
        var marks = plan.Nodes.ToDictionary(node => node.Name, node => MarkOf(plan, node), StringComparer.Ordinal);
        var today = Owners(plan.Membership);
        var before = plan.Before.Select(Owners).ToList();
        var levels = new List<int[]>();
        for (var bucket = 0; bucket < SourceHash.UsualBuckets; bucket++)
        {
            var level = 0;
            var (first, others) = Standbys(bucket, today[bucket], place);
            var candidates = before.Select(owners => owners[bucket]).Prepend(first).Concat(others)
                .Where(name => name is not null && !place.Absent.Gone.Contains(name)).Distinct();
            foreach (var mark in candidates.Select(name => marks.GetValueOrDefault(name!)).Where(mark => mark != 0))
            {
                if (level == levels.Count)
                {
                    levels.Add(new int[SourceHash.UsualBuckets]);
                }

                levels[level++][bucket] = mark;
            }
        }

        // The chains name the first level, also while there is no node at all for new sessions.
        return levels is [] ? [new int[SourceHash.UsualBuckets]] : levels;
    }

    /// <summary>Who gets the new sessions of a bucket, and who may have had them; one that is out may have some still.</summary>
    private static (string? First, IEnumerable<string?> Others) Standbys(int bucket, string? owner, RenderPlace place)
    {
        var ranking = Substitutes.Of(bucket, owner, place.Plan.Membership).Prepend(owner).ToList();
        var there = ranking.Where(node => node is not null && !place.Absent.Has(node)).Take(Standing).ToList();
        return there is [] ? (owner, ranking.Take(Standing))
            : there.Count < Standing ? (there[0], ranking)
            : (there[0], ranking.Take(ranking.IndexOf(there[^1]) + 1));
    }

    private static string?[] Owners(FabricMembership membership)
    {
        var hash = SourceHash.For([.. membership.Weights.Select(weight => new NodeShare(weight.Node, weight.Weight))]);
        return [.. hash.Table.Select(index => index < 0 ? null : membership.Weights[index].Node)];
    }

    private static int[] MaskBuckets(RenderPlace place)
    {
        var shares = NodeShare.Of(place.Plan);
        var there = shares.Select(share => share with { IsDrained = share.IsDrained || place.Absent.Has(share.Name) }).ToImmutableArray();
        return [.. MaskSieve.For(there.Any(share => share.NewWeight > 0) ? there : shares).Buckets.Select(node => node < 0 ? 0 : MarkOf(place.Plan, place.Plan.Nodes[node]))];
    }

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
