namespace Pierhead.Simulate.Tables;

/// <summary>
/// How the prefixes of a family are spread over lengths: parts in 100,000 as seen in the default-free zone of 2025, and what share of
/// each length lies inside a shorter prefix. Host routes and other leaks beyond /28 and /56 are left out.
/// </summary>
internal sealed class LengthShares
{
    public static readonly LengthShares IPv4 = new(
        [
            (8, 2), (9, 2), (10, 4), (11, 11), (12, 33), (13, 64), (14, 133), (15, 233), (16, 1496), (17, 913), (18, 1530), (19, 2758),
            (20, 4725), (21, 5627), (22, 12044), (23, 10701), (24, 59718), (25, 3), (26, 1), (27, 1), (28, 1),
        ],
        length => length switch { <= 12 => 0.05, <= 15 => 0.18, 16 => 0.24, <= 19 => 0.44, <= 24 => 0.51, _ => 1.0 });

    public static readonly LengthShares IPv6 = new(
        [
            (20, 10), (24, 19), (28, 121), (29, 2729), (30, 406), (31, 177), (32, 14080), (33, 1827), (34, 1625), (35, 651), (36, 3744),
            (37, 550), (38, 1010), (39, 860), (40, 8379), (41, 564), (42, 1437), (43, 625), (44, 8970), (45, 970), (46, 1898), (47, 1969),
            (48, 47344), (49, 7), (52, 5), (56, 23),
        ],
        length => length switch { <= 29 => 0.02, <= 32 => 0.15, <= 47 => 0.75, 48 => 0.65, _ => 1.0 });

    private readonly (byte Length, int Parts)[] _rows;
    private readonly Func<byte, double> _covered;

    private LengthShares((byte Length, int Parts)[] rows, Func<byte, double> covered)
    {
        _rows = rows;
        _covered = covered;
    }

    /// <summary>Spreads <paramref name="count"/> prefixes over the lengths, shortest first; the sum is exact.</summary>
    public IReadOnlyList<LengthQuota> Spread(int count)
    {
        var total = _rows.Sum(row => (long)row.Parts);
        var quotas = new List<LengthQuota>(_rows.Length);
        long parts = 0;
        long given = 0;
        foreach (var row in _rows)
        {
            // Rounding the running sum keeps the total exact without a second pass for remainders.
            parts += row.Parts;
            var until = count * parts / total;
            var prefixes = (int)(until - given);
            given = until;
            quotas.Add(new LengthQuota(row.Length, prefixes, (int)(prefixes * _covered(row.Length))));
        }

        return quotas;
    }
}

/// <summary>How many prefixes of one length to place, and how many of them inside a shorter one.</summary>
internal readonly record struct LengthQuota(byte Length, int Prefixes, int Covered);
