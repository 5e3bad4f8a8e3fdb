namespace Pierhead.Wire.Bgp.RouteRefresh;

/// <summary>What a ROUTE-REFRESH says (RFC 7313 section 3.2).</summary>
public enum RouteRefreshSubtype : byte
{
    /// <summary>Send the routes of the family again (RFC 2918).</summary>
    Request = 0,

    /// <summary>Beginning of Route-Refresh.</summary>
    Begin = 1,

    /// <summary>End of Route-Refresh.</summary>
    End = 2,
}
