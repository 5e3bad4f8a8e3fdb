namespace Pierhead.Simulate;

/// <summary>The part of a table that one router announces.</summary>
public readonly record struct TableSlice(RouteRange IPv4, RouteRange IPv6)
{
    public static readonly TableSlice All = new(RouteRange.All, RouteRange.All);
}
