using System.Text.RegularExpressions;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;

namespace Pierhead.Routing;

/// <summary>Which routes a walk is to find; every condition given must hold.</summary>
/// <param name="Prefix">The prefix asked for, or null for any.</param>
/// <param name="Match">How routes must stand to <paramref name="Prefix"/>.</param>
/// <param name="AsPath">What the text of AS_PATH must match; bounded patterns only, it runs for many routes.</param>
/// <param name="Community">A community that must be there, of any of the three kinds, in canonical text.</param>
/// <param name="Distinguishers">The route distinguishers behind one of which a route must be, or null for any.</param>
public sealed record RouteFilter(
    IpPrefix? Prefix = null,
    PrefixMatch Match = PrefixMatch.Exact,
    Regex? AsPath = null,
    string? Community = null,
    IReadOnlyCollection<RouteDistinguisher>? Distinguishers = null)
{
    public static readonly RouteFilter All = new();

    /// <summary>Whether attributes matter.</summary>
    internal bool AsksForAttributes => AsPath is not null || Community is not null;

    /// <summary>Whether any route of a family can be meant: one with prefixes of the kind asked for, and with distinguishers where one is.</summary>
    public bool CanMatch(Family family) =>
        (Prefix is not { } prefix || (family.Kind() != NlriKind.Rule && prefix.IsIPv6 == family.IsIPv6()))
        && (Distinguishers is null || family.HasDistinguisher());

    internal bool Accepts(PathAttributes attributes) =>
        (AsPath is null || AsPath.IsMatch(attributes.AsPath?.ToString() ?? string.Empty))
        && (Community is null
            || Has(attributes.Communities, Community)
            || Has(attributes.LargeCommunities, Community)
            || Has(attributes.ExtendedCommunities, Community));

    private static bool Has<T>(IReadOnlyList<T> communities, string text)
        where T : struct
    {
        foreach (var community in communities)
        {
            if (community.ToString() == text)
            {
                return true;
            }
        }

        return false;
    }
}
