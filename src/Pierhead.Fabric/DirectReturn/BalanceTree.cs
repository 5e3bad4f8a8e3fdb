using System.Collections.Immutable;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>What a balancer takes from the configuration tree.</summary>
/// <param name="Self">This balancer.</param>
/// <param name="Devices">Every device; one that takes its table from another is part of that one.</param>
public sealed record BalanceTree(FabricPlan Plan, FabricMachine Self, ImmutableArray<BalancedDevice> Devices);
