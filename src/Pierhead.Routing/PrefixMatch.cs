namespace Pierhead.Routing;

/// <summary>How a route's prefix must stand to the one asked for.</summary>
public enum PrefixMatch
{
    /// <summary>It is the same.</summary>
    Exact,

    /// <summary>It is the longest that covers the one asked for.</summary>
    Longest,

    /// <summary>It is the same or more specific.</summary>
    Longer,
}
