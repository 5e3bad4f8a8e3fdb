using Pierhead.Wire.Net;

namespace Pierhead.Routing;

/// <summary>Which routes a walk is to find; every condition given must hold.</summary>
public sealed class RouteFilter
{
    public static readonly RouteFilter All = new();

    /// <summary>The prefix asked for, or null for any.</summary>
    public IpPrefix? Prefix { get; init; }

    /// <summary>How routes must stand to <see cref="Prefix"/>.</summary>
    public PrefixMatch Match { get; init; }

    internal bool Accepts(Route route) => Prefix is not { } prefix || Match switch
    {
        PrefixMatch.Exact => route.Prefix == prefix,
        PrefixMatch.Longest => route.Prefix.Covers(prefix),
        _ => prefix.Covers(route.Prefix),
    };
}
