using System.Collections.Immutable;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;

namespace Pierhead.Control.Changes;

/// <summary>What changed in a tenant that stays.</summary>
internal static class TenantChanges
{
    /// <summary>Returns the changes of the tenant itself; adds a line for each of its devices, sites and ranges that changed.</summary>
    public static string Of(Tenant old, Tenant @new, List<string> lines)
    {
        Pairs.Compare(old.Sites, @new.Sites, site => site.Name, site => $"site {@new.Id}/{site.Name}", Site, lines);
        Pairs.Compare(old.Devices, @new.Devices, device => device.Id, device => $"device {device.Id}", Device, lines);
        Pairs.Compare(old.Accept, @new.Accept, range => range.From, range => $"range {range.Tenant}/{range.From}", Range, lines);
        var changes = new ChangeList();
        changes.Add("asn", old.Asn, @new.Asn);
        changes.AddSet("networks", old.Networks, @new.Networks);
        changes.AddSet("vrfs", Vrfs(old), Vrfs(@new));
        return changes.ToString();
    }

    private static ImmutableArray<string> Vrfs(Tenant tenant) =>
        [.. tenant.Vrfs.Select(vrf => $"{vrf.Name} {string.Join(' ', vrf.Distinguishers)}")];

    private static string Site(Site old, Site @new)
    {
        var changes = new ChangeList();
        changes.Add("market", old.Market, @new.Market);
        changes.Add("country", old.Country, @new.Country);
        return changes.ToString();
    }

    private static string Device(Device old, Device @new)
    {
        var changes = new ChangeList();
        changes.Add("site", old.Site, @new.Site);
        changes.Add("role", old.Role, @new.Role);
        changes.AddHidden("description", old.Description == @new.Description);
        changes.AddSet("addresses", old.Addresses, @new.Addresses);
        Bgp(changes, old.Bgp, @new.Bgp);
        changes.Add("table_from", old.TableFrom?.Name, @new.TableFrom?.Name);
        changes.AddSet("exporters", old.Exporters, @new.Exporters);
        changes.Add("sampling", old.Sampling, @new.Sampling);
        changes.AddHidden("interfaces", old.Interfaces.SequenceEqual(@new.Interfaces));
        return changes.ToString();
    }

    private static string Range(AcceptRange old, AcceptRange @new)
    {
        var changes = new ChangeList();
        changes.Add("site", old.Site, @new.Site);
        changes.Add("max_sessions", old.MaxSessions, @new.MaxSessions);
        Bgp(changes, old.Bgp, @new.Bgp);
        return changes.ToString();
    }

    private static string Asn(DeviceBgp bgp) => bgp.PeerAsn == DeviceBgp.AnyAsn ? "any" : bgp.PeerAsn.ToString();

    private static void Bgp(ChangeList changes, DeviceBgp old, DeviceBgp @new)
    {
        changes.Add("asn", Asn(old), Asn(@new));
        changes.Add("local_asn", old.LocalAsn?.ToString() ?? "peer", @new.LocalAsn?.ToString() ?? "peer");
        changes.AddHidden("password", Equals(old.Password, @new.Password));
        changes.Add("families", old.Families.ToString(), @new.Families.ToString());
        changes.Add("add_path", old.AddPath.ToString(), @new.AddPath.ToString());
        changes.Add("hold_time", old.HoldTime, @new.HoldTime);
        changes.Add("gtsm", old.GtsmHops, @new.GtsmHops);
        foreach (var row in Families.Rows)
        {
            changes.Add($"max_prefixes {row.Name}", Limit(old, row.Family), Limit(@new, row.Family));
        }

        changes.Add("warn", old.Limits.WarnPercent, @new.Limits.WarnPercent);
        changes.Add("hold_off", old.Limits.HoldOff, @new.Limits.HoldOff);
        changes.Add("keep_stale", old.KeepStale, @new.KeepStale);
        changes.Add("rtbh", old.Mitigation.Rtbh, @new.Mitigation.Rtbh);
        changes.Add("flowspec", old.Mitigation.Flowspec, @new.Mitigation.Flowspec);
        changes.Add("max_rules", old.Mitigation.MaxRules, @new.Mitigation.MaxRules);
    }

    private static long? Limit(DeviceBgp bgp, Family family) => bgp.Limits.Maximum(family) is var limit and not long.MaxValue ? limit : null;
}
