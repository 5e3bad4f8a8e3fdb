using System.Collections.Immutable;
using Pierhead.Model.Fabric;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Fabric.Simulation;

/// <summary>The routers of a simulation, and a session from each of their addresses. Immutable.</summary>
public sealed class Population
{
    /// <summary>The most routers that there can be.</summary>
    public const int Most = 100_000;

    /// <summary>How many there are when neither the tree nor the operator says.</summary>
    public const int Usual = 4000;

    // No tenant of a tree can have this name.
    private static readonly TenantId Nobody = new("(simulated)");

    private readonly int[] _deviceOf;
    private readonly Ip[] _sources;

    /// <param name="fromTree">How many of <paramref name="devices"/> the tree has; the others are made up.</param>
    public Population(ImmutableArray<SimulatedDevice> devices, int fromTree)
    {
        Devices = devices;
        FromTree = fromTree;
        _sources = [.. devices.SelectMany(device => device.Addresses)];
        _deviceOf = [.. devices.SelectMany((device, index) => Enumerable.Repeat(index, device.Addresses.Length))];
    }

    public ImmutableArray<SimulatedDevice> Devices { get; }

    public int FromTree { get; }

    /// <summary>The source address of each session, device by device.</summary>
    public ReadOnlySpan<Ip> Sources => _sources;

    /// <summary>For each session, whose it is: an index into <see cref="Devices"/>.</summary>
    public ReadOnlySpan<int> DeviceOf => _deviceOf;

    /// <summary>
    /// The routers of a tree, then those that its accept ranges let in, then made-up ones. Only addresses of a family that has a floating
    /// address count.
    /// </summary>
    /// <param name="routers">How many; null for those of the tree, or <see cref="Usual"/> when it has none.</param>
    /// <param name="seed">The same makes the same routers.</param>
    public static Population Of(Configuration tree, FabricPlan plan, int? routers, Addressing addressing, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(plan);
        var wanted = routers ?? Most;
        var devices = tree.Devices.Where(device => device.HasSessions)
            .OrderBy(device => device.Id)
            .Select(device => new SimulatedDevice(device.Id, Reachable(device.Addresses, plan)))
            .Concat(tree.Ranges.SelectMany(
                range => RangeAddresses.Of(range, tree, addressing, seed),
                (range, address) => new SimulatedDevice(new DeviceId(range.Tenant, address.ToString()), Reachable([address], plan))))
            .Where(device => !device.Addresses.IsEmpty)
            .DistinctBy(device => device.Id)
            .Take(wanted)
            .ToList();
        var fromTree = devices.Count;
        if (routers is null && fromTree == 0)
        {
            wanted = Usual;
        }

        if (routers is not null || fromTree == 0)
        {
            Fill(devices, wanted, plan, addressing, seed);
        }

        return new Population([.. devices], fromTree);
    }

    private static void Fill(List<SimulatedDevice> devices, int wanted, FabricPlan plan, Addressing addressing, ulong seed)
    {
        var taken = devices.SelectMany(device => device.Addresses).ToHashSet();
        for (var number = 0; devices.Count < wanted; number++)
        {
            var (ipv4, ipv6) = addressing == Addressing.Structured ? StructuredAddresses.Of(number, seed) : RandomAddresses.Of(number, seed);
            var addresses = Reachable([ipv4, ipv6], plan);
            if (addresses.Any(taken.Contains))
            {
                continue;
            }

            taken.UnionWith(addresses);
            devices.Add(new SimulatedDevice(new DeviceId(Nobody, $"router-{number + 1}"), addresses));
        }
    }

    private static ImmutableArray<Ip> Reachable(ImmutableArray<Ip> addresses, FabricPlan plan) =>
        [.. addresses.Where(address => plan.AddressOf(address.IsIPv6) is not null)];
}
