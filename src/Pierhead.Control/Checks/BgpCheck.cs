using Pierhead.Control.Secrets;
using Pierhead.Control.Values;
using Pierhead.Control.Written;
using Pierhead.Control.Yaml;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Control.Checks;

/// <summary>The key <c>bgp</c> of a device or an accept entry.</summary>
internal sealed class BgpCheck(ValueReader values, SecretReader secrets, Report report)
{
    private const long MostPrefixes = uint.MaxValue;

    private static readonly TimeSpan UsualKeepStale = TimeSpan.FromMinutes(10);

    private static readonly FamilySet UsualFamilies = FamilySet.Of(Family.IPv4, Family.IPv6);

    /// <param name="tenantAsn">The default of both AS numbers.</param>
    /// <param name="holdTime">The node's.</param>
    public DeviceBgp Check(BgpConfig? bgp, Asn tenantAsn, TimeSpan holdTime)
    {
        if (bgp is null)
        {
            return new DeviceBgp(
                tenantAsn, tenantAsn, Password: null, UsualFamilies, FamilySet.Empty, holdTime, GtsmHops: null, PrefixLimits.None, UsualKeepStale, MitigationSettings.None);
        }

        var families = Families(bgp);
        var isAsPeer = bgp.LocalAsn is ScalarNode { Text: "peer" };
        return new DeviceBgp(
            values.AsNumber(bgp.Asn, "asn") ?? (isAsPeer ? DeviceBgp.AnyAsn : tenantAsn),
            isAsPeer ? null : values.AsNumber(bgp.LocalAsn, "local_asn", " or `peer`") ?? tenantAsn,
            secrets.Password(bgp.Password, "password"),
            families,
            AddPath(bgp, families),
            values.HoldTime(bgp.HoldTime, "hold_time") ?? holdTime,
            (int?)values.Number(bgp.Gtsm, "gtsm", 1, 254),
            Limits(bgp.MaxPrefixesKeys),
            values.Duration(bgp.KeepStale, "keep_stale") ?? UsualKeepStale,
            Mitigation(bgp.MitigationKeys));
    }

    private FamilySet Families(BgpConfig bgp)
    {
        if (bgp.FamilyList is not { } node)
        {
            return UsualFamilies;
        }

        if (node.IsNull || node is ListNode { Items.Count: 0 })
        {
            report.Error(node, "`families` needs at least one family; leave the key out for ipv4 and ipv6");
            return UsualFamilies;
        }

        var families = FamilySet.Empty;
        foreach (var (_, family) in values.Set<Family>(node, "families", values.FamilyName))
        {
            families = families.With(family);
        }

        return families;
    }

    private FamilySet AddPath(BgpConfig bgp, FamilySet families)
    {
        // A family that could not be read may be the one that is asked for here.
        var isComplete = bgp.FamilyList is not { } node || (node is ListNode list && list.Items.Count == families.Enumerate().Count());
        var addPath = FamilySet.Empty;
        foreach (var (at, family) in values.Set<Family>(bgp.AddPath, "add_path", values.FamilyName))
        {
            addPath = addPath.With(family);
            if (isComplete && !families.Contains(family))
            {
                report.Error(at, $"`add_path`: {family.Name()} is not among the `families` of this session");
            }
        }

        return addPath;
    }

    private PrefixLimits Limits(Section? keys)
    {
        if (keys is null)
        {
            return PrefixLimits.None;
        }

        var maximum = new Dictionary<Family, long>();
        foreach (var row in Wire.Bgp.Families.Rows)
        {
            if (values.Number(keys[row.Name], row.Name, 1, MostPrefixes) is { } limit)
            {
                maximum[row.Family] = limit;
            }
        }

        return new PrefixLimits(
            maximum,
            values.Percent(keys["warn"], "warn") ?? PrefixLimits.DefaultWarnPercent,
            values.Duration(keys["hold_off"], "hold_off") ?? PrefixLimits.DefaultHoldOff);
    }

    private MitigationSettings Mitigation(Section? keys) => keys is null
        ? MitigationSettings.None
        : new MitigationSettings(
            values.Flag(keys["rtbh"], "rtbh") ?? false,
            values.Flag(keys["flowspec"], "flowspec") ?? false,
            (int)(values.Number(keys["max_rules"], "max_rules", 1, 1_000_000) ?? MitigationSettings.None.MaxRules));
}
