namespace Pierhead.Interop.Tests.Routers;

/// <param name="Asn">The router's own AS.</param>
/// <param name="NodeAsn">The AS that it expects of the node.</param>
/// <param name="Password">TCP MD5 key, or null.</param>
internal sealed record RouterSettings(uint Asn = 64500, uint NodeAsn = 64500, string? Password = null)
{
    /// <summary>Whether it opens a session over IPv4, and one over IPv6. Either carries both families.</summary>
    public bool OverIpv4 { get; init; } = true;

    public bool OverIpv6 { get; init; } = true;

    /// <summary>Seconds offered.</summary>
    public int HoldTime { get; init; } = 90;

    public IReadOnlyList<Announcement> Announcements { get; init; } = Announcement.Few();
}
