using Pierhead.Model.Ids;

namespace Pierhead.Model.Snapshot;

/// <summary>What the holder of a token may do; each role may do what the ones before it may.</summary>
public enum AccessRole
{
    Viewer,
    Operator,
    Admin,
}

/// <summary>A row of <c>tokens.yaml</c>.</summary>
/// <param name="Tenant">The only tenant it sees and touches; null for <c>"*"</c>, the operator of the platform.</param>
/// <param name="Sha256">SHA-256 of the token, 64 lower-case hexadecimal digits.</param>
public sealed record AccessToken(string Name, AccessRole Role, TenantId? Tenant, string Sha256);
