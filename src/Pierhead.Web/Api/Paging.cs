using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pierhead.Model.Ids;
using Pierhead.Web.Auth;

namespace Pierhead.Web.Api;

/// <summary>What every list of the API shares: limit, cursor and the tenant that is asked for.</summary>
internal sealed record Paging(int Limit, Cursor? Cursor, TenantId? Tenant)
{
    public const int DefaultLimit = 100;
    public const int MaximumLimit = 10_000;

    public static readonly string LimitRule = $"It is a number from 1 to {MaximumLimit}.";

    /// <summary>Checks the common parameters against the caller; a problem is returned in place of the paging.</summary>
    public static (Paging? Paging, IResult? Problem) Read(Caller caller, string? tenant, string? limit, string? cursor, int defaultLimit = DefaultLimit)
    {
        if (!TryLimit(limit, defaultLimit, out var most))
        {
            return (null, Problems.BadParameter("limit", LimitRule));
        }

        Cursor? parsed = null;
        if (cursor is not null && !Api.Cursor.TryParse(cursor, out parsed))
        {
            return (null, Problems.BadParameter("cursor", "Pass the 'next' of the page before, unchanged, or none for the first page."));
        }

        // The answer is the same whether the other tenant exists or not.
        if (tenant is not null && !caller.Sees(new TenantId(tenant)))
        {
            return (null, Problems.Forbidden($"This token sees the tenant '{caller.Tenant}' only."));
        }

        return (new Paging(most, parsed, tenant is null ? caller.Tenant : new TenantId(tenant)), null);
    }

    /// <summary>Reads <c>limit</c> here rather than let the framework do it, which would say in words of its own what is wrong.</summary>
    public static bool TryLimit(string? text, int byDefault, out int limit)
    {
        limit = byDefault;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaximumLimit);
    }

    public bool Includes(TenantId tenant) => Tenant is null || Tenant == tenant;
}
