using System.Collections.Immutable;
using System.Globalization;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Control.Checks;

/// <summary>An entry of <c>devices</c>.</summary>
internal sealed class DeviceCheck(ValueReader values, BgpCheck bgp, SourceClaims claims, Report report)
{
    public Device Check(DeviceConfig device, TenantId tenant, Asn tenantAsn, TimeSpan holdTime)
    {
        // A device without a readable name still claims its addresses; its line is as good as a name to tell it from others.
        var name = values.Name(device.Name, "name") ?? string.Create(CultureInfo.InvariantCulture, $"line {device.At.Line}");
        var id = new DeviceId(tenant, name);
        var settings = bgp.Check(device.Bgp, tenantAsn, holdTime);
        var addresses = Addresses(device);
        var exporters = values.Set<Ip>(device.FlowKeys?["exporters"], "exporters", values.SourceAddress);
        Claim(device, id, addresses, exporters);
        CheckName(device, addresses);
        if (device is { TableFrom: { } tableFrom, Bgp: not null })
        {
            report.Warn(tableFrom, "`bgp` has no effect beside `table_from`: the device has no session of its own");
        }

        return new Device(
            id,
            values.Text(device.Site, "site"),
            values.Text(device.Role, "role"),
            Description(device.Description),
            [.. addresses.Select(a => a.Value)],
            settings,
            device.TableFrom is { } from ? new DeviceId(tenant, values.Text(from, "table_from") ?? "") : null,
            [.. exporters.Select(e => e.Value)],
            (int?)values.Number(device.FlowKeys?["sampling"], "sampling", 1, int.MaxValue),
            [.. device.Interfaces.Select(Interface)]);
    }

    private ImmutableArray<(Node At, Ip Value)> Addresses(DeviceConfig device)
    {
        if (device.Addresses is { } node && (node.IsNull || node is ListNode { Items.Count: 0 }))
        {
            report.Error(node, "`addresses` needs at least one address");
        }

        return values.Set<Ip>(device.Addresses, "addresses", values.SourceAddress);
    }

    /// <summary>Devices of accept entries are named by their address, so that a device of another address may not have such a name.</summary>
    private void CheckName(DeviceConfig device, ImmutableArray<(Node At, Ip Value)> addresses)
    {
        if (device.Name is ScalarNode { Text: var text } && Ip.TryParse(text, out var named) && addresses.All(a => a.Value != named))
        {
            report.Error(device.Name, $"`name`: {Shown.Name(text)} is an address, but not one of the device's `addresses`");
        }
    }

    private void Claim(DeviceConfig device, DeviceId id, ImmutableArray<(Node At, Ip Value)> addresses, ImmutableArray<(Node At, Ip Value)> exporters)
    {
        var needsPassword = device.Bgp?.Password is null && device.TableFrom is null;
        var claimant = new Claimant(id.Tenant.Name, id.Name, needsPassword);
        var mine = new HashSet<Ip>();
        foreach (var (at, address) in addresses)
        {
            if (mine.Add(address))
            {
                claims.Add(new AddressClaim(address, claimant, at, IsExporter: false));
            }
        }

        foreach (var (at, address) in exporters)
        {
            if (mine.Add(address))
            {
                claims.Add(new AddressClaim(address, claimant, at, IsExporter: true));
            }
        }
    }

    /// <summary>Free text: may be empty, and may have lines.</summary>
    private string? Description(Node? node) =>
        node is ScalarNode { Text: var text } && text.Length <= 4096 ? text : values.Text(node, "description");

    private DeviceInterface Interface(Section keys)
    {
        var index = (uint?)values.Number(keys["index"], "index", 1, uint.MaxValue);
        var name = values.Text(keys["name"], "name");
        var address = values.InterfaceAddress(keys["address"], "address");
        if (keys["index"] is null && keys["name"] is null && keys["address"] is null)
        {
            report.Error(keys.At, "an interface needs its `index`, `name` or `address`");
        }

        return new DeviceInterface(
            index,
            name,
            address?.Address,
            address?.Length,
            values.Text(keys["connectivity"], "connectivity"),
            values.Text(keys["provider"], "provider"),
            values.Word(keys["boundary"], "boundary", "external", "internal"));
    }
}
