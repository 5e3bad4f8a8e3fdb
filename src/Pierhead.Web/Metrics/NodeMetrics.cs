using System.Diagnostics.Metrics;
using Pierhead.Web.Node;
using Pierhead.Wire.Bgp;

namespace Pierhead.Web.Metrics;

/// <summary>What the node holds, as gauges read at each scrape; what sessions do is counted where it happens.</summary>
internal sealed class NodeMetrics : IDisposable
{
    private readonly Meter _meter;

    public NodeMetrics(INode node, IMeterFactory meters)
    {
        _meter = meters.Create("Pierhead.Node");
        _meter.CreateObservableGauge("pierhead.routes", () => Routes(node), description: "Paths held, by tenant and family, stale ones included.");
        _meter.CreateObservableGauge("pierhead.routes.stale", () => node.Tables.Totals.Stale, description: "Paths held whose session is lost.");
        _meter.CreateObservableGauge("pierhead.prefixes", () => node.Tables.Totals.Prefixes, description: "Distinct prefixes on the node.");
        _meter.CreateObservableGauge("pierhead.attribute.sets", () => node.Tables.Totals.AttributeSets, description: "Distinct attribute sets on the node.");
        _meter.CreateObservableGauge("pierhead.memory.resident", () => Environment.WorkingSet, "By", "Resident memory of the process.");
        _meter.CreateObservableGauge("pierhead.ready", () => node.NotReady().Count == 0 ? 1 : 0, description: "1 when /readyz says so.");
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Routes(INode node)
    {
        var byTenant = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var tenant in node.Configuration.Tenants)
        {
            byTenant[tenant.Id.Name] = new long[Families.Count];
        }

        foreach (var table in node.Tables.All)
        {
            if (byTenant.TryGetValue(table.Key.Tenant.Name, out var counts))
            {
                foreach (var row in Families.Rows)
                {
                    counts[(int)row.Family] += table.Count(row.Family);
                }
            }
        }

        foreach (var (tenant, counts) in byTenant)
        {
            // The families that few use would only be zeros.
            foreach (var row in Families.Rows.Where(row => row.Kind == NlriKind.Prefix || counts[(int)row.Family] != 0))
            {
                yield return new Measurement<long>(counts[(int)row.Family], new("tenant", tenant), new("family", row.Name));
            }
        }
    }
}
