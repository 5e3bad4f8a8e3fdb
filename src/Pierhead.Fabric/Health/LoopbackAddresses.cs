using System.Net.NetworkInformation;
using Pierhead.Model.Fabric;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Health;

/// <summary>Whether the floating addresses are on loopback: without them the node drops what is sent to it.</summary>
public static class LoopbackAddresses
{
    /// <summary>A sentence for each that is missing. In <see cref="FabricMode.ActiveBackup"/> they come and go with the role, and are no matter of health.</summary>
    public static IEnumerable<string> Missing(FabricPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Mode == FabricMode.ActiveBackup ? [] : Missing(plan, Present());
    }

    internal static IEnumerable<string> Missing(FabricPlan plan, IReadOnlySet<Ip> present) =>
        plan.Addresses.Where(address => !present.Contains(address)).Select(address => $"{address} is not on lo: run `pierhead fabric apply`");

    private static HashSet<Ip> Present() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(device => device.NetworkInterfaceType == NetworkInterfaceType.Loopback)
            .SelectMany(device => device.GetIPProperties().UnicastAddresses)
            .Select(unicast => Ip.From(unicast.Address)),
    ];
}
