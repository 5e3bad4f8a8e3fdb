using System.Collections.Immutable;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>What of a balancer's table stays as it is until the tree changes.</summary>
/// <param name="Interface">Where frames come in and leave.</param>
/// <param name="Mac">The balancer's own, which frames to nodes carry as their source.</param>
/// <param name="Addresses">The floating addresses.</param>
/// <param name="FlowPorts">UDP ports besides TCP 179.</param>
public sealed record TableFrame(string Interface, MacAddress Mac, ImmutableArray<Ip> Addresses, ImmutableArray<int> FlowPorts)
{
    public static TableFrame Of(FabricPlan plan, FabricMachine balancer)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(balancer);
        return new TableFrame(balancer.Interface, balancer.Mac, plan.Addresses, plan.FlowPorts);
    }

    /// <summary>By value, the lists included.</summary>
    public bool Equals(TableFrame? other) =>
        other is not null && Interface == other.Interface && Mac == other.Mac
        && Addresses.SequenceEqual(other.Addresses) && FlowPorts.SequenceEqual(other.FlowPorts);

    public override int GetHashCode() => HashCode.Combine(Interface, Mac, Addresses.Length, FlowPorts.Length);
}
