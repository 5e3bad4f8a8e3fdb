namespace Pierhead.Routing.Tables;

/// <summary>A route that was found, by ids: what a caller inside the same read guard goes on with.</summary>
/// <param name="Prefix">Prefix id, 0 where no route was found.</param>
/// <param name="Set">Shared attribute set.</param>
/// <param name="Context">Hop context.</param>
internal readonly record struct RouteKey(uint Prefix, uint Set, uint Context);
