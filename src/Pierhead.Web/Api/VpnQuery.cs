using Microsoft.AspNetCore.Http;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;

namespace Pierhead.Web.Api;

/// <summary>The parameters <c>rd</c> and <c>vrf</c>: a route distinguisher, or a VPN by the name that its tenant gave it.</summary>
internal sealed class VpnQuery
{
    private readonly Dictionary<TenantId, IReadOnlyCollection<RouteDistinguisher>> _byTenant = [];
    private readonly IReadOnlyCollection<RouteDistinguisher>? _everywhere;

    private VpnQuery(IReadOnlyCollection<RouteDistinguisher>? everywhere) => _everywhere = everywhere;

    /// <summary>Whether a VPN is asked for.</summary>
    public bool IsGiven => _everywhere is not null || _byTenant.Count != 0;

    /// <summary>What stands for the VPN in a tenant; null where none is asked for, empty where the tenant has none of that name.</summary>
    public IReadOnlyCollection<RouteDistinguisher>? Of(TenantId tenant) =>
        IsGiven ? _everywhere ?? _byTenant.GetValueOrDefault(tenant, []) : null;

    public static (VpnQuery? Query, IResult? Problem) Read(string? rd, string? vrf, Configuration configuration, Paging paging)
    {
        if (rd is not null && vrf is not null)
        {
            return (null, Problems.BadParameter("vrf", "It is another way to say 'rd'; give one of them."));
        }

        if (rd is not null)
        {
            return RouteDistinguisher.TryParse(rd, out var distinguisher)
                ? (new VpnQuery([distinguisher]), null)
                : (null, Problems.BadParameter("rd", $"'{rd}' is not a route distinguisher such as 64500:1, 192.0.2.1:1 or 4200000000:1."));
        }

        var query = new VpnQuery(everywhere: null);
        return vrf is null || query.Find(vrf, configuration, paging) is not { } problem ? (query, null) : (null, problem);
    }

    private IResult? Find(string vrf, Configuration configuration, Paging paging)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var tenant in configuration.Tenants.Where(tenant => paging.Includes(tenant.Id)))
        {
            foreach (var each in tenant.Vrfs)
            {
                names.Add(each.Name);
                if (each.Name == vrf)
                {
                    _byTenant[tenant.Id] = each.Distinguishers;
                }
            }
        }

        return _byTenant.Count != 0
            ? null
            : Problems.BadParameter("vrf", names.Count == 0
                ? "No tenant that is asked has a key 'vrfs'."
                : $"'{vrf}' is not one of: {string.Join(", ", names)}.");
    }
}
