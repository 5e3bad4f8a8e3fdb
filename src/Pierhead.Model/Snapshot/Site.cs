namespace Pierhead.Model.Snapshot;

/// <summary>A place where a tenant has devices. <paramref name="Country"/> is an ISO 3166-1 alpha-2 code.</summary>
public sealed record Site(string Name, string? Market, string? Country);
