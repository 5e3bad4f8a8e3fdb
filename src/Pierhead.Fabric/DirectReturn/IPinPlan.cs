using System.Collections.Immutable;
using System.Text;
using Pierhead.Model.Ids;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>Decides which node each device belongs to. Pure: all who know the same decide the same.</summary>
public interface IPinPlan
{
    /// <param name="devices">In any order.</param>
    /// <param name="nodes">Names and weights for new sessions, in any order; a weight of 0 gets no new device.</param>
    /// <param name="held">Devices that stay where they are.</param>
    /// <returns>The node of each device; nothing for a device that no node may take.</returns>
    IReadOnlyDictionary<DeviceId, string> Assign(
        IReadOnlyCollection<DeviceId> devices, ImmutableArray<(string Name, int Weight)> nodes, IReadOnlyDictionary<DeviceId, string> held);
}

/// <summary>
/// Rendezvous hashing with bounded loads: a device goes to the first of its own order of nodes that is not yet full. A node is full with its exact
/// share by weight, rounded up, so that no node gets more devices than one above even.
/// </summary>
public sealed class BoundedRendezvous : IPinPlan
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<DeviceId, string> Assign(
        IReadOnlyCollection<DeviceId> devices, ImmutableArray<(string Name, int Weight)> nodes, IReadOnlyDictionary<DeviceId, string> held)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(held);
        var pins = new Dictionary<DeviceId, string>(devices.Count);
        var takers = nodes.Where(node => node.Weight > 0).OrderBy(node => node.Name, StringComparer.Ordinal).ToArray();
        var names = takers.Select(node => Hash(14695981039346656037, node.Name)).ToArray();
        var places = takers.Select((node, index) => (node.Name, index)).ToDictionary(node => node.Name, node => node.index, StringComparer.Ordinal);
        var loads = new int[takers.Length];
        var elsewhere = 0;
        foreach (var device in devices)
        {
            if (held.TryGetValue(device, out var node))
            {
                pins[device] = node;
                _ = places.TryGetValue(node, out var place) ? loads[place]++ : elsewhere++;
            }
        }

        long total = takers.Sum(node => (long)node.Weight);
        if (total == 0)
        {
            return pins;
        }

        var full = takers.Select(node => ((devices.Count - elsewhere) * (long)node.Weight + total - 1) / total).ToArray();
        foreach (var device in devices.Where(device => !held.ContainsKey(device)).Order())
        {
            var taker = First(Hash(14695981039346656037, device.ToString()), names, loads, full);
            loads[taker]++;
            pins[device] = takers[taker].Name;
        }

        return pins;
    }

    /// <summary>There is always one that is not full: the shares add up to the devices or more, and one above its share leaves more to others.</summary>
    private static int First(ulong device, ulong[] names, int[] loads, long[] full)
    {
        var (best, highest) = (-1, 0UL);
        for (var index = 0; index < names.Length; index++)
        {
            var score = Mix(device ^ names[index]);
            if (loads[index] < full[index] && (best < 0 || score > highest))
            {
                (best, highest) = (index, score);
            }
        }

        return best;
    }

    /// <summary>FNV-1a.</summary>
    private static ulong Hash(ulong hash, string text)
    {
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ octet) * 1099511628211;
        }

        return Mix(hash);
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return hash ^ (hash >> 33);
    }
}
