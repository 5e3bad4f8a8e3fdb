namespace Pierhead.Routing;

/// <summary>A page of a walk.</summary>
/// <param name="Routes">The routes found, in no order that means anything.</param>
/// <param name="Next">Where to go on, -1 at the end.</param>
public readonly record struct WalkResult(IReadOnlyList<Route> Routes, long Next)
{
    public const long End = -1;
}
