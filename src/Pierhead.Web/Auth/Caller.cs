using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;

namespace Pierhead.Web.Auth;

/// <summary>
/// Who asks, and what they may see. Whatever reads tenants' data takes this and nothing else to decide: it is the one place of
/// tenant isolation in the API.
/// </summary>
/// <param name="Tenant">The only tenant that is visible; null for the platform's operator, who sees all.</param>
internal sealed record Caller(string Name, AccessRole Role, TenantId? Tenant)
{
    /// <summary>The caller of an API without tokens, which listens on loopback only.</summary>
    public static readonly Caller Loopback = new("loopback", AccessRole.Admin, Tenant: null);

    public bool IsPlatform => Tenant is null;

    public bool Sees(TenantId tenant) => Tenant is null || Tenant == tenant;
}
