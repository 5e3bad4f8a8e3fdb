using System.Collections.Immutable;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.Simulation;

/// <summary>So many routers on so many nodes, and what each mode does with them.</summary>
/// <param name="FromTree">How many of the routers are the tree's; the others are made up.</param>
public sealed record Scenario(int Routers, int FromTree, int Sessions, int Nodes, ImmutableArray<ModeOutcome> Modes);
