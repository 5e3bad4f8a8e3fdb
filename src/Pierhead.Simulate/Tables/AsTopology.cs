using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// Who buys transit from whom, in three tiers above the origins. An AS keeps its upstreams whatever table it appears in, so that
/// paths of different views agree about the far end.
/// </summary>
internal sealed class AsTopology
{
    private const int RegionalCount = 2800;

    /// <summary>Networks that buy from nobody.</summary>
    public static readonly uint[] Tier1 = [174, 701, 1299, 2914, 3257, 3320, 3356, 3491, 5511, 6453, 6461, 6762, 6830, 7018, 12956];

    /// <summary>Large networks that buy a little and peer widely.</summary>
    public static readonly uint[] Tier2 =
    [
        6939, 9002, 3303, 20485, 4637, 1273, 3216, 12389, 8220, 9498, 4766, 2516, 4134, 4837, 7473, 10026, 6663, 8359, 9304, 4809,
        2497, 7922, 209, 2828, 852, 577, 4230, 3549, 52320, 16735, 28329, 262589, 37100, 30844, 36874, 37468, 33891, 25091, 13030, 8218,
        6079, 11164, 2603, 20965, 1103, 680, 786, 137, 559, 1916, 7575, 24115, 4826, 7545, 1221, 9443, 45177, 132602, 58453, 4755,
        5588, 12350, 31133, 35598, 43727, 50629, 34927, 29075, 30781, 39386,
    ];

    private readonly ulong _seed;
    private readonly uint[] _regionals;

    public AsTopology(ulong seed)
    {
        _seed = seed;
        var pool = new OriginPool(SeededRandom.Mix(seed, 0x7E61), RegionalCount);
        _regionals = new uint[RegionalCount];
        for (var index = 0; index < RegionalCount; index++)
        {
            _regionals[index] = pool[index].Value;
        }
    }

    /// <summary>
    /// Climbs from an origin to a tier-1 network: writes the origin and its upstreams, lowest first, and returns how many (1 to 4).
    /// </summary>
    public int Climb(Asn origin, ref SeededRandom random, Span<uint> path)
    {
        path[0] = origin.Value;
        var length = 1;
        var tier = TierOf(origin.Value);
        while (tier > 1 && length < path.Length)
        {
            (var upstream, tier) = Upstream(path[length - 1], tier, ref random);
            if (!path[..length].Contains(upstream))
            {
                path[length++] = upstream;
            }
        }

        return length;
    }

    private static int TierOf(uint asn) => Tier1.AsSpan().Contains(asn) ? 1 : Tier2.AsSpan().Contains(asn) ? 2 : 4;

    /// <summary>One of the AS's few upstreams, the first of them more often, and the tier it is in.</summary>
    private (uint Upstream, int Tier) Upstream(uint asn, int tier, ref SeededRandom random)
    {
        var which = (int)(random.Unit() * random.Unit() * 4);
        var own = new SeededRandom(SeededRandom.Mix(_seed ^ asn, (ulong)which));
        var level = tier switch
        {
            4 => own.Unit() switch { < 0.62 => 3, < 0.90 => 2, _ => 1 },
            3 => own.Unit() < 0.66 ? 2 : 1,
            _ => 1,
        };
        return level switch
        {
            3 => (_regionals[own.Below(RegionalCount)], 3),
            2 => (Tier2[own.Below(Tier2.Length)], 2),
            _ => (Tier1[own.Below(Tier1.Length)], 1),
        };
    }
}
