using System.Net.NetworkInformation;
using Pierhead.Control.Fabric;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary>Whether this machine is the balancer that the tree describes.</summary>
internal static class BalancerLink
{
    private const int MacLength = 6;

    /// <returns>What is wrong with its interface, in one sentence; null for nothing.</returns>
    public static string? Problem(FabricMachine self)
    {
        var links = NetworkInterface.GetAllNetworkInterfaces();
        if (links.FirstOrDefault(link => link.Name == self.Interface) is not { } found)
        {
            return $"{FabricFile.Name}: `{self.Name}` has the interface {self.Interface}, which this machine has not; it has {string.Join(", ", links.Select(link => link.Name))}";
        }

        // Frames to nodes carry it as their source: with another one, the segment's switches would learn it at two places.
        var own = found.GetPhysicalAddress().GetAddressBytes();
        return own.Length == MacLength && !own.AsSpan().SequenceEqual(self.Mac.ToBytes())
            ? $"{FabricFile.Name}: `{self.Name}` has the mac {self.Mac}, but {self.Interface} here has {string.Join(':', own.Select(octet => octet.ToString("x2", null)))}"
            : null;
    }
}
