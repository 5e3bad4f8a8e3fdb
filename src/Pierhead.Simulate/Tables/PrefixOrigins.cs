using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>Prefixes of one family with the AS each comes from: what every source of tables is first turned into.</summary>
internal sealed class PrefixOrigins
{
    public List<IpPrefix> Prefixes { get; } = [];

    public List<Asn> Origins { get; } = [];

    public int Count => Prefixes.Count;

    public void Add(IpPrefix prefix, Asn origin)
    {
        Prefixes.Add(prefix);
        Origins.Add(origin);
    }
}
