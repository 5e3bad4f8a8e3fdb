namespace Pierhead.Cli;

/// <summary>How much of a paged list is wanted.</summary>
/// <param name="Limit">At most so many items; null for all of them.</param>
/// <param name="Cursor">Where an earlier listing ended, or null for the beginning.</param>
internal sealed record Listing(int? Limit, string? Cursor = null);
