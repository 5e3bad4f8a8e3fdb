namespace Pierhead.Routing.Tables;

/// <summary>What a table holds for a prefix, read at one moment.</summary>
/// <param name="Set">Id of the shared attribute set, never 0.</param>
/// <param name="Context">Id of the hop context.</param>
/// <param name="Time">Index into the table's list of times.</param>
/// <param name="PathId">Path identifier, 0 where the table has one path a prefix.</param>
internal readonly record struct HeldEntry(uint Set, uint Context, byte Time, uint PathId = 0);
