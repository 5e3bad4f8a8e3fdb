namespace Pierhead.Simulate;

/// <summary>A part of a table's routes of one family, in the order of announcement; one that runs past the end goes on from the start.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Count">How many routes, at most the table's; null for all.</param>
public readonly record struct RouteRange(int Offset, int? Count)
{
    public static readonly RouteRange All = new(0, null);

    public static readonly RouteRange None = new(0, 0);
}
