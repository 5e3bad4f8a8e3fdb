using System.Globalization;

namespace Pierhead.Benchmarks.InProcess;

/// <summary>What to load.</summary>
/// <param name="Routers">Full-table routers, one after the other.</param>
/// <param name="SameOrder">Whether all send their attribute sets in the same order; otherwise each in an order of its own.</param>
/// <param name="NextHops">Next hops that each router has of its own; more than 255 make its table wide.</param>
internal sealed record Load(int Routers, bool SameOrder, int NextHops)
{
    public static readonly Load[] All =
        [new(1, SameOrder: false, 32), new(8, SameOrder: false, 32), new(8, SameOrder: true, 32), new(8, SameOrder: false, 2_000), new(32, SameOrder: false, 32)];
}

/// <summary>What a load took.</summary>
/// <param name="NanosecondsPerRoute">Over all routers.</param>
/// <param name="LastRouter">The same for the last router, for which everything shared is known.</param>
/// <param name="BytesPerRoute">Growth of resident memory, index included.</param>
/// <param name="LookupIPv4">Nanoseconds of a longest match in one router's table, in batches of 32: the median of several rounds.</param>
/// <param name="DropMicroseconds">Losing one full table.</param>
internal sealed record LoadResult(
    Load Load,
    long Routes,
    long AttributeSets,
    double NanosecondsPerRoute,
    double LastRouter,
    double BytesPerRoute,
    double LookupIPv4,
    double LookupIPv6,
    double DropMicroseconds)
{
    public const string Header = "routers  order  next hops    routes     ns/route  last  B/route  IPv4 ns  IPv6 ns  drop us";

    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"{Load.Routers,7}  {(Load.SameOrder ? "same" : "own"),5}  {Load.NextHops,9}  {Routes,11:N0}  {NanosecondsPerRoute,7:F0}  {LastRouter,4:F0}  {BytesPerRoute,7:F2}  {LookupIPv4,7:F0}  {LookupIPv6,7:F0}  {DropMicroseconds,7:F0}");
}
