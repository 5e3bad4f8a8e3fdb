using System.Collections.Immutable;
using System.Globalization;
using Pierhead.Fabric.Placement;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Simulation;

/// <summary>Runs modes over populations and sets of nodes. Deterministic; touches nothing outside.</summary>
public static class FabricSimulation
{
    /// <summary>The most nodes that there can be.</summary>
    public const int MostNodes = 256;

    /// <summary>One scenario.</summary>
    /// <param name="nodes">At least two, one of them not drained: <see cref="Nodes"/>.</param>
    public static Scenario Run(Population population, ImmutableArray<NodeShare> nodes, IEnumerable<FabricMode> modes)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(modes);
        var newcomer = Newcomer(nodes);
        return new Scenario(
            population.Devices.Length,
            population.FromTree,
            population.Sources.Length,
            nodes.Length,
            [.. modes.Select(mode => new ModeSimulation(mode, population, nodes).Run(newcomer))]);
    }

    /// <summary>So many nodes: the first of the plan, then made-up ones of mean weight.</summary>
    /// <param name="count">2 to <see cref="MostNodes"/>.</param>
    public static ImmutableArray<NodeShare> Nodes(FabricPlan plan, int count)
    {
        ImmutableArray<NodeShare> nodes = [.. NodeShare.Of(plan).Take(count)];
        while (nodes.Length < count)
        {
            nodes = nodes.Add(Newcomer(nodes));
        }

        return nodes;
    }

    /// <summary>A node that is not there yet: of mean weight, the last by name, and the last that routers prefer.</summary>
    private static NodeShare Newcomer(ImmutableArray<NodeShare> nodes)
    {
        var med = nodes.Max(node => node.Med);
        return new NodeShare(NextName(nodes), (int)Math.Round(nodes.Average(node => node.Weight)), med == uint.MaxValue ? med : med + 1);
    }

    /// <summary>The last name with the next number at its end: land-10 after land-9.</summary>
    private static string NextName(ImmutableArray<NodeShare> nodes)
    {
        const int MostDigits = 9;
        var last = nodes.Select(node => node.Name).OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).Last();
        var stem = last.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var digits = last.Length - stem.Length;
        if (digits is 0 or > MostDigits)
        {
            return $"{last}-2";
        }

        var next = int.Parse(last.AsSpan(stem.Length), CultureInfo.InvariantCulture) + 1;
        return stem + next.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }
}
