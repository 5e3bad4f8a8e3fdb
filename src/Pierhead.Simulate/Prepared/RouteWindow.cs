namespace Pierhead.Simulate.Prepared;

/// <summary>A run of routes of one family of a table, by their place in the order of announcement.</summary>
internal readonly record struct RouteWindow(int First, int Count)
{
    public int End => First + Count;

    public bool Overlaps(RouteWindow other) => First < other.End && other.First < End;

    /// <summary>The window without its first routes.</summary>
    public RouteWindow Skip(int routes) => new(First + routes, Count - routes);
}
