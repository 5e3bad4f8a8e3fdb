using System.Runtime.InteropServices;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>Gives prefixes their attributes as a view sees them, about one distinct set for six or seven prefixes.</summary>
internal static class RouteTableBuilder
{
    /// <summary>Policies an origin has besides its first one, for each of its prefixes.</summary>
    private const double PoliciesPerPrefix = 0.075;

    public static RouteTable Build(PrefixOrigins ipv4, PrefixOrigins ipv6, TableView view, ulong seed)
    {
        var sets = new AttributeSets();
        var synthesizer = new AttributeSynthesizer(new AsTopology(seed), view, sets);
        var setsOfIPv4 = Assign(ipv4, Family.IPv4, synthesizer, seed);
        var setsOfIPv6 = Assign(ipv6, Family.IPv6, synthesizer, seed);
        sets.Seal();
        return new RouteTable(
            sets,
            FamilyRoutes.Create(Family.IPv4, ipv4.Prefixes, setsOfIPv4, sets.Count),
            FamilyRoutes.Create(Family.IPv6, ipv6.Prefixes, setsOfIPv6, sets.Count));
    }

    private static int[] Assign(PrefixOrigins routes, Family family, AttributeSynthesizer synthesizer, ulong seed)
    {
        var perOrigin = new Dictionary<Asn, int>();
        foreach (var origin in routes.Origins)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(perOrigin, origin, out _)++;
        }

        var made = new Dictionary<(Asn, int), int>(routes.Count / 6);
        var setOf = new int[routes.Count];
        for (var index = 0; index < setOf.Length; index++)
        {
            var origin = routes.Origins[index];
            var prefix = routes.Prefixes[index];
            var random = new SeededRandom(SeededRandom.Mix(seed ^ prefix.Address.High, prefix.Length));
            var policies = 1 + (perOrigin[origin] * PoliciesPerPrefix);

            // An origin's first policies cover more of its prefixes than its last.
            var policy = (int)(policies * Math.Pow(random.Unit(), 1.5));
            ref var set = ref CollectionsMarshal.GetValueRefOrAddDefault(made, (origin, policy), out var known);
            if (!known)
            {
                // The first policy is the same in both families; others have nothing to do with each other.
                set = synthesizer.Make(origin, policy == 0 ? 0 : ((ulong)policy << 1) | (ulong)family);
            }

            setOf[index] = set;
        }

        return setOf;
    }
}
