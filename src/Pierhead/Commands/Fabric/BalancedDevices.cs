using System.Collections.Immutable;
using Pierhead.Control;
using Pierhead.Control.Fabric;
using Pierhead.Fabric.DirectReturn;
using Pierhead.Model.Fabric;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Commands.Fabric;

/// <summary>What a balancer takes from the configuration tree.</summary>
internal static class BalancedDevices
{
    /// <summary>Reads the tree for a balancer.</summary>
    /// <param name="machine">The balancer's name; null for <c>node</c> of pierhead.yaml.</param>
    /// <returns>The tree, or every sentence that says why there is none.</returns>
    public static (BalanceTree? Tree, IReadOnlyList<string> Errors) Load(string directory, string? machine)
    {
        var config = ConfigTree.Load(directory);
        var fabric = FabricFile.Load(directory);
        if (config.Configuration is not { } configuration || fabric.Plan is not { } plan)
        {
            return (null, [.. config.Errors.Concat(fabric.Errors).Select(error => error.ToString()).Distinct()]);
        }

        var name = machine ?? configuration.Node.Name;
        if (plan.Mode != FabricMode.DirectReturn)
        {
            return (null, [$"{FabricFile.Name}: `mode` is {plan.Mode.Word()}: `pierhead balance` is for {FabricMode.DirectReturn.Word()} alone"]);
        }

        return plan.BalancerNamed(name) is { } self
            ? (new BalanceTree(plan, self, Of(configuration)), [])
            : (null, [$"{FabricFile.Name}: no balancer is named '{name}': give --machine one of {string.Join(", ", plan.Balancers.Select(one => one.Name))}"]);
    }

    /// <summary>Devices with all addresses of their sessions and flows; one that takes its table from another belongs to it, so that its flows meet the table.</summary>
    public static ImmutableArray<BalancedDevice> Of(Configuration configuration)
    {
        var devices = configuration.Devices.ToArray();
        var byOwner = devices.ToLookup(device => Owner(configuration, device));
        return [.. byOwner.OrderBy(group => group.Key).Select(group => new BalancedDevice(group.Key, Sources(group)))];
    }

    private static DeviceId Owner(Configuration configuration, Device device) =>
        device.TableFrom is { } from && configuration.TryDevice(from, out _) ? from : device.Id;

    private static ImmutableArray<Ip> Sources(IEnumerable<Device> devices) =>
        [.. devices.SelectMany(device => device.Addresses.Concat(device.Exporters)).Distinct().Order()];
}
