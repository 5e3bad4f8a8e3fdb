namespace Pierhead.Web.Contract;

/// <summary>A bounded list. <paramref name="Next"/> is the cursor of the following page, null on the last one.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
