using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Announcing;

/// <summary>A plan and this machine in it: one reference, so that the two cannot come apart. Immutable.</summary>
public sealed record FabricPlace(FabricPlan Plan, FabricMachine Machine)
{
    /// <summary>Whether a source may ask how this node is: the machines of the plan.</summary>
    public bool Knows(Ip source) => Plan.Nodes.Concat(Plan.Balancers).Any(machine => machine.Addresses.Contains(source));
}
