using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pierhead.Model.Ids;
using Pierhead.Wire.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>The whole tree, validated: what everything else is built from. Immutable; a reload swaps it for another.</summary>
public sealed class Configuration
{
    private readonly FrozenDictionary<Ip, Device> _byAddress;
    private readonly FrozenDictionary<DeviceId, Device> _byId;
    private readonly ImmutableArray<AcceptRange> _ranges;

    public Configuration(NodeSettings node, ImmutableArray<Tenant> tenants)
    {
        Node = node;
        Tenants = tenants;
        _byAddress = tenants.SelectMany(t => t.Devices)
            .SelectMany(d => d.Addresses, (device, address) => (device, address))
            .ToFrozenDictionary(pair => pair.address, pair => pair.device);
        _byId = tenants.SelectMany(t => t.Devices).ToFrozenDictionary(device => device.Id);
        _ranges = [.. tenants.SelectMany(t => t.Accept).OrderByDescending(r => r.From.Length)];
    }

    public NodeSettings Node { get; }

    public ImmutableArray<Tenant> Tenants { get; }

    /// <summary>All ranges, most specific first.</summary>
    public ImmutableArray<AcceptRange> Ranges => _ranges;

    public IEnumerable<Device> Devices => Tenants.SelectMany(t => t.Devices);

    /// <summary>Finds a device that has an entry of its own.</summary>
    public bool TryDevice(DeviceId id, [NotNullWhen(true)] out Device? device) => _byId.TryGetValue(id, out device);

    /// <summary>
    /// Finds whose session a source address may open: a device's own entry before a range, the most specific range first. An address
    /// of a device without sessions of its own opens none, in a range or not.
    /// </summary>
    public bool TryClaim(Ip source, out Claim claim)
    {
        if (_byAddress.TryGetValue(source, out var device))
        {
            claim = device.HasSessions ? new Claim(device.Id, device.Bgp, Range: null) : default;
            return device.HasSessions;
        }

        foreach (var range in _ranges)
        {
            if (range.From.Contains(source))
            {
                claim = new Claim(new DeviceId(range.Tenant, source.ToString()), range.Bgp, range);
                return true;
            }
        }

        claim = default;
        return false;
    }
}
