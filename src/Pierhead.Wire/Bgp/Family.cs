using System.Diagnostics.CodeAnalysis;

namespace Pierhead.Wire.Bgp;

/// <summary>
/// An address family that Pierhead knows: a pair of AFI and SAFI (RFC 4760). The number is a dense index, so that counts and
/// tables per family are small arrays; what is known of each stands in <see cref="Families"/>.
/// </summary>
public enum Family : byte
{
    IPv4 = 0,
    IPv6 = 1,
    IPv4Labeled = 2,
    IPv6Labeled = 3,
    VpnV4 = 4,
    VpnV6 = 5,
    IPv4Flowspec = 6,
    IPv6Flowspec = 7,
    VpnV4Flowspec = 8,
    VpnV6Flowspec = 9,
}

/// <summary>One row of the table of families.</summary>
/// <param name="Family">The family.</param>
/// <param name="Name">Its name in configuration and API.</param>
/// <param name="Afi">Address Family Identifier: 1 IPv4, 2 IPv6.</param>
/// <param name="Safi">Subsequent Address Family Identifier.</param>
/// <param name="Kind">What its NLRI are.</param>
/// <param name="HasDistinguisher">Whether a route distinguisher stands before each.</param>
public sealed record FamilyRow(Family Family, string Name, ushort Afi, byte Safi, NlriKind Kind, bool HasDistinguisher = false);

/// <summary>The table of families: the one place that maps AFI/SAFI, names and indexes.</summary>
public static class Families
{
    /// <summary>Number of families: the length of an array indexed by <see cref="Family"/>.</summary>
    public const int Count = 10;

    private static readonly FamilyRow[] Table =
    [
        new(Family.IPv4, "ipv4", 1, 1, NlriKind.Prefix),
        new(Family.IPv6, "ipv6", 2, 1, NlriKind.Prefix),
        new(Family.IPv4Labeled, "ipv4-labeled", 1, 4, NlriKind.Labeled),
        new(Family.IPv6Labeled, "ipv6-labeled", 2, 4, NlriKind.Labeled),
        new(Family.VpnV4, "vpnv4", 1, 128, NlriKind.Labeled, HasDistinguisher: true),
        new(Family.VpnV6, "vpnv6", 2, 128, NlriKind.Labeled, HasDistinguisher: true),
        new(Family.IPv4Flowspec, "ipv4-flowspec", 1, 133, NlriKind.Rule),
        new(Family.IPv6Flowspec, "ipv6-flowspec", 2, 133, NlriKind.Rule),
        new(Family.VpnV4Flowspec, "vpnv4-flowspec", 1, 134, NlriKind.Rule, HasDistinguisher: true),
        new(Family.VpnV6Flowspec, "vpnv6-flowspec", 2, 134, NlriKind.Rule, HasDistinguisher: true),
    ];

    public static IReadOnlyList<FamilyRow> Rows => Table;

    public static FamilyRow Row(this Family family) => Table[(int)family];

    public static string Name(this Family family) => Table[(int)family].Name;

    /// <summary>Whether addresses of the family are IPv6.</summary>
    public static bool IsIPv6(this Family family) => Table[(int)family].Afi == 2;

    /// <summary>Whether a route distinguisher stands before each NLRI of the family.</summary>
    public static bool HasDistinguisher(this Family family) => Table[(int)family].HasDistinguisher;

    public static NlriKind Kind(this Family family) => Table[(int)family].Kind;

    public static bool TryParse([NotNullWhen(true)] string? name, out Family family)
    {
        foreach (var row in Table)
        {
            if (row.Name == name)
            {
                family = row.Family;
                return true;
            }
        }

        family = default;
        return false;
    }

    public static bool TryFrom(ushort afi, byte safi, out Family family)
    {
        foreach (var row in Table)
        {
            if (row.Afi == afi && row.Safi == safi)
            {
                family = row.Family;
                return true;
            }
        }

        family = default;
        return false;
    }
}
