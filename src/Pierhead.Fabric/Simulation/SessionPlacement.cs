using System.Collections.Immutable;
using Pierhead.Fabric.Placement;
using Pierhead.Model.Fabric;
using Pierhead.Model.Ids;

namespace Pierhead.Fabric.Simulation;

/// <summary>Places every session of a population as a mode does.</summary>
internal static class SessionPlacement
{
    /// <returns>For each session an index into <paramref name="nodes"/>; -1 where no node gets new sessions.</returns>
    public static int[] Place(FabricMode mode, Population population, ImmutableArray<NodeShare> nodes) => mode switch
    {
        FabricMode.ActiveBackup => Fill(population, Holder(nodes)),
        FabricMode.AnnouncedMask => BySource(population, MaskSieve.For(nodes)),
        FabricMode.AnnouncedHash => BySource(population, SourceHash.For(nodes)),
        FabricMode.DirectReturnLvs => BySource(population, IpvsMaglev.For(nodes)),
        FabricMode.DirectReturn => ByDevice(population, nodes, held: null),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };

    /// <summary>Pins, as balancers make them: a device costs as much as it has sessions.</summary>
    public static int[] ByDevice(Population population, ImmutableArray<NodeShare> nodes, IReadOnlyDictionary<DeviceId, string>? held)
    {
        var pins = PinPlan.Place([.. population.Devices.Select(device => new PinDevice(device.Id, device.Addresses.Length))], nodes, held);
        var places = new int[population.Sources.Length];
        for (var session = 0; session < places.Length; session++)
        {
            places[session] = pins[population.DeviceOf[session]];
        }

        return places;
    }

    /// <summary>Who holds the address in active-backup: the node with the lowest MED that is not drained; -1 for nobody.</summary>
    public static int Holder(ImmutableArray<NodeShare> nodes) =>
        NodeShare.Takers(nodes).OrderBy(node => nodes[node].Med).Select(node => (int?)node).FirstOrDefault() ?? -1;

    private static int[] BySource(Population population, ISourcePlacement placement)
    {
        var places = new int[population.Sources.Length];
        for (var session = 0; session < places.Length; session++)
        {
            places[session] = placement.NodeOf(population.Sources[session]);
        }

        return places;
    }

    private static int[] Fill(Population population, int node)
    {
        var places = new int[population.Sources.Length];
        Array.Fill(places, node);
        return places;
    }
}
