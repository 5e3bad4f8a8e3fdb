using System.Collections.Immutable;
using Pierhead.Control.Secrets;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Control.Checks;

/// <summary>The files of <c>tenants/</c>.</summary>
internal sealed class TenantCheck
{
    private const int DefaultMaxSessions = 10_000;

    private readonly Report _report;
    private readonly ValueReader _values;
    private readonly BgpCheck _bgp;
    private readonly DeviceCheck _devices;
    private readonly SourceClaims _claims;
    private readonly TimeSpan _holdTime;
    private readonly Dictionary<string, Node> _tenants = new(StringComparer.Ordinal);

    /// <param name="holdTime">The node's: the default of every session.</param>
    public TenantCheck(ValueReader values, SecretReader secrets, SourceClaims claims, TimeSpan holdTime, Report report)
    {
        _report = report;
        _values = values;
        _claims = claims;
        _holdTime = holdTime;
        _bgp = new BgpCheck(values, secrets, report);
        _devices = new DeviceCheck(values, _bgp, claims, report);
    }

    /// <summary>The tenants' names as written, with their places.</summary>
    public IReadOnlyDictionary<string, Node> Names => _tenants;

    public Tenant Check(TenantConfig tenant)
    {
        var id = new TenantId(Name(tenant));
        var asn = _values.AsNumber(tenant.Asn, "asn") ?? default;
        var networks = _values.Set<IpPrefix>(tenant.Networks, "networks", _values.Prefix);
        var siteNames = SiteNames(tenant);
        var sites = tenant.Sites.Select(Site).ToImmutableArray();
        CheckTableFrom(tenant);
        var devices = ImmutableArray.CreateBuilder<Device>(tenant.Devices.Count);
        foreach (var device in tenant.Devices)
        {
            siteNames.Refer(device.Site);
            devices.Add(_devices.Check(device, id, asn, _holdTime));
        }

        var accept = tenant.Accept.Select(entry => Accept(entry, id, asn, siteNames)).ToImmutableArray();
        siteNames.Settle();
        return new Tenant(id, asn, [.. networks.Select(n => n.Value)], sites, devices.ToImmutable(), accept) { Vrfs = Vrfs(tenant) };
    }

    /// <summary>A name stands once, and so does a distinguisher: else it could not be told which VPN a route is of.</summary>
    private ImmutableArray<Vrf> Vrfs(TenantConfig tenant)
    {
        var names = new NameSet("VRF", _report);
        var places = new Dictionary<RouteDistinguisher, Node>();
        var vrfs = ImmutableArray.CreateBuilder<Vrf>();
        foreach (var keys in tenant.Vrfs)
        {
            var name = _values.Name(keys["name"], "name");
            names.Define(keys["name"], name is not null);
            var distinguishers = _values.Set<RouteDistinguisher>(keys["rd"], "rd", _values.Distinguisher).DistinctBy(each => each.Value).ToArray();
            if (keys["rd"] is { IsNull: true } or ListNode { Items.Count: 0 })
            {
                _report.Error(keys["rd"]!, "`rd` needs at least one route distinguisher");
            }

            foreach (var (at, distinguisher) in distinguishers)
            {
                if (!places.TryAdd(distinguisher, at))
                {
                    _report.Error(at, $"`rd`: {distinguisher} stands here and at {places[distinguisher].Place}; a route distinguisher is of one VRF");
                }
            }

            vrfs.Add(new Vrf(name ?? "", [.. distinguishers.Select(each => each.Value)]));
        }

        return vrfs.ToImmutable();
    }

    private string Name(TenantConfig tenant)
    {
        if (_values.TenantName(tenant.Name, "tenant") is not { } name)
        {
            // Its claims are its own nevertheless: a file's name is as good as the tenant's to tell it from others.
            return tenant.Section.At.File;
        }

        if (!_tenants.TryAdd(name, tenant.Name!))
        {
            _report.Error(tenant.Name!, $"tenant {Shown.Name(name)} is defined twice; the other is at {_tenants[name].Place}");
        }

        return name;
    }

    private NameSet SiteNames(TenantConfig tenant)
    {
        var names = new NameSet("site", _report);
        if (!IsReadable(tenant.SiteList, tenant.Sites.Count))
        {
            names.AddNameless();
        }

        foreach (var site in tenant.Sites)
        {
            names.Define(site["name"], _values.Name(site["name"], "name") is not null);
        }

        return names;
    }

    private static bool IsReadable(Node? list, int read) => list is null or { IsNull: true } || (list is ListNode { Items.Count: var count } && count == read);

    private Site Site(Section keys) => new(
        _values.Name(keys["name"], "name") ?? "",
        _values.Text(keys["market"], "market"),
        _values.Country(keys["country"], "country"));

    private void CheckTableFrom(TenantConfig tenant)
    {
        var names = new NameSet("device", _report);
        if (!IsReadable(tenant.Section["devices"], tenant.Devices.Count))
        {
            names.AddNameless();
        }

        var withoutTable = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var device in tenant.Devices)
        {
            var isValid = _values.Name(device.Name, "name") is not null;
            if (names.Define(device.Name, isValid, isCandidate: device.TableFrom is null) && device is { Name: ScalarNode name, TableFrom: { } from })
            {
                withoutTable.Add(name.Text, from);
            }
        }

        foreach (var device in tenant.Devices)
        {
            if (device.TableFrom is not ScalarNode from || !names.Refer(from) || !withoutTable.TryGetValue(from.Text, out var other))
            {
                continue;
            }

            _report.Error(from, ReferenceEquals(from, other)
                ? "`table_from` names the device itself; leave the key out for a device with a session of its own"
                : $"`table_from`: device {Shown.Name(from.Text)} has no table of its own either ({other.Place})");
        }

        names.Settle();
    }

    private AcceptRange Accept(Section keys, TenantId tenant, Asn asn, NameSet siteNames)
    {
        siteNames.Refer(keys["site"]);
        var from = _values.Prefix(keys["from"], "from");
        var bgp = keys.Child("bgp") is { } bgpKeys ? new BgpConfig(bgpKeys) : null;
        var settings = _bgp.Check(bgp, asn, _holdTime);
        if (from is { } range)
        {
            _claims.Add(new RangeClaim(range, tenant.Name, HasPassword: bgp?.Password is not null, keys["from"]!));
        }

        return new AcceptRange(
            tenant,
            from ?? default,
            _values.Text(keys["site"], "site"),
            (int)(_values.Number(keys["max_sessions"], "max_sessions", 1, 1_000_000) ?? DefaultMaxSessions),
            settings);
    }
}
