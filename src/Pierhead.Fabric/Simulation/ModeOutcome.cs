using System.Collections.Immutable;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Simulation;

/// <summary>What a mode does with the routers of a simulation.</summary>
/// <param name="Loads">Each node, in the order of the tree.</param>
/// <param name="Pairs">Devices with more than one address.</param>
/// <param name="Apart">Those of them whose addresses do not all land on one node.</param>
public sealed record ModeOutcome(FabricMode Mode, ImmutableArray<NodeLoad> Loads, int Pairs, int Apart, ImmutableArray<ChangeOutcome> Changes)
{
    /// <summary>Fewest sessions of a node that gets new ones.</summary>
    public int Min => Takers.Min(load => load.Sessions);

    public int Max => Takers.Max(load => load.Sessions);

    /// <summary>Sessions of each node, were they spread evenly.</summary>
    public double Even => Takers.Average(load => load.Sessions);

    /// <summary>
    /// The node furthest from its share by weight, as a part of that share: 0.05 for 5 % too many, -1 for none. Null in active-backup,
    /// which does not spread.
    /// </summary>
    public double? WorstDeviation => Mode == FabricMode.ActiveBackup
        ? null
        : Takers.Select(load => (load.Sessions - load.Share) / load.Share).MaxBy(Math.Abs);

    /// <summary><see cref="Apart"/> as a part of <see cref="Pairs"/>.</summary>
    public double ApartShare => Pairs == 0 ? 0 : Apart / (double)Pairs;

    private IEnumerable<NodeLoad> Takers => Loads.Where(load => load.Weight > 0);
}

/// <summary>A node's part.</summary>
/// <param name="Weight">For new sessions: 0 where drained.</param>
/// <param name="Share">Sessions it would have by its weight.</param>
public sealed record NodeLoad(string Name, int Weight, int Sessions, double Share);

/// <summary>What a change of one node does.</summary>
/// <param name="NewMoves">Sessions that would land on another node than before, were all of them opened anew.</param>
/// <param name="Needless">Those of <paramref name="NewMoves"/> that neither leave this node nor reach it.</param>
/// <param name="LiveBreaks">Established sessions that are lost.</param>
public sealed record ChangeOutcome(NodeChange Change, string Node, int NewMoves, int Needless, int LiveBreaks);
