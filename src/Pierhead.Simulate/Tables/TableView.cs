using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>Whose view of the world a table is: the same prefixes and origins seen by another operator have other paths and communities.</summary>
/// <param name="Seed">What the paths and communities are made from.</param>
/// <param name="Operator">The AS whose routers hold the table; it stands in the communities they set, never in the path.</param>
public sealed record TableView(ulong Seed, Asn Operator)
{
    public static readonly TableView Default = new(1, new Asn(64500));
}
