namespace Pierhead.Interop.Tests.Fabric;

/// <summary>Established sessions of a landing node, by family of the router's address; null where its API does not answer.</summary>
internal sealed record NodeSessions(string Node, int? Ipv4, int? Ipv6)
{
    /// <summary>Of both families; 0 where nobody answers.</summary>
    public int Total => (Ipv4 ?? 0) + (Ipv6 ?? 0);
}
