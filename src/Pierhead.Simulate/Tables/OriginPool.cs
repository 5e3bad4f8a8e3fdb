using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// The AS numbers that originate prefixes, the largest first. Drawn with a heavy tail: of 68,000 origins the first hundred hold about a
/// fifth of all prefixes, the first thousand nearly half, and every second one no more than two.
/// </summary>
internal sealed class OriginPool
{
    private const double Head = 30;

    private readonly uint[] _asns;
    private readonly double _logRange;

    public OriginPool(ulong seed, int count)
    {
        var random = new SeededRandom(SeededRandom.Mix(seed, 0x0415));
        var taken = new HashSet<uint>(count);
        _asns = new uint[count];
        for (var index = 0; index < count;)
        {
            var asn = Draw(ref random);
            if (taken.Add(asn))
            {
                _asns[index++] = asn;
            }
        }

        _logRange = Math.Log(1 + (count / Head));
    }

    public int Count => _asns.Length;

    public Asn this[int rank] => new(_asns[rank]);

    /// <summary>A rank with probability proportional to 1 / (rank + 30).</summary>
    public int DrawRank(ref SeededRandom random)
    {
        var rank = (int)(Head * (Math.Exp(random.Unit() * _logRange) - 1));
        return Math.Min(rank, _asns.Length - 1);
    }

    /// <summary>Numbers that registries have handed out: neither private (RFC 6996), documentation (RFC 5398) nor AS_TRANS.</summary>
    private static uint Draw(ref SeededRandom random)
    {
        while (true)
        {
            var asn = random.Chance(0.55)
                ? random.Between(1, 64495)
                : random.Pick<(uint Low, uint High)>([(131072, 153000), (196608, 216500), (262144, 274800), (327680, 329700), (393216, 402300)]) is var range
                    ? random.Between(range.Low, range.High)
                    : 0;
            if (asn != Asn.Trans.Value && asn != 0)
            {
                return asn;
            }
        }
    }
}
