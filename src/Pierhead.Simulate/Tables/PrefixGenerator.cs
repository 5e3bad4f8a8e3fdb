using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// Makes the prefixes of one family from a seed: shortest first, each either cut from free space or inside a shorter one, mostly of
/// the same origin and often in runs, as networks announce their parts. A prefix is a left-aligned 64-bit number with its length in
/// the low octet, which every length up to 56 leaves free.
/// </summary>
internal sealed class PrefixGenerator
{
    private const int Tries = 12;

    private readonly AddressSpace _space;
    private readonly OriginPool _origins;
    private readonly List<ulong> _keys;
    private readonly List<int> _ranks;
    private readonly HashSet<ulong> _taken;
    private SeededRandom _random;
    private int _unusedRank;
    private int _rootsLeft;

    private PrefixGenerator(AddressSpace space, OriginPool origins, ulong seed, int count)
    {
        _space = space;
        _origins = origins;
        _keys = new List<ulong>(count);
        _ranks = new List<int>(count);
        _taken = new HashSet<ulong>(count);
        _random = new SeededRandom(seed);
    }

    /// <summary>Adds prefixes that <paramref name="routes"/> lacks until it has <paramref name="count"/>, in order of address.</summary>
    public static void Fill(PrefixOrigins routes, bool ipv6, int count, OriginPool origins, ulong seed)
    {
        var missing = count - routes.Count;
        if (missing <= 0)
        {
            return;
        }

        var generator = new PrefixGenerator(ipv6 ? AddressSpace.IPv6() : AddressSpace.IPv4(), origins, seed, missing);
        foreach (var known in routes.Prefixes)
        {
            generator._taken.Add(known.Address.High | known.Length);
        }

        generator.Run((ipv6 ? LengthShares.IPv6 : LengthShares.IPv4).Spread(missing));
        generator.CopyTo(routes, ipv6);
    }

    private void Run(IReadOnlyList<LengthQuota> quotas)
    {
        _rootsLeft = quotas.Sum(quota => quota.Prefixes - quota.Covered);
        foreach (var quota in quotas)
        {
            var shorter = _keys.Count;
            var end = _keys.Count + quota.Prefixes;
            var roots = quota.Prefixes - quota.Covered;
            for (var placed = 0; placed < roots; placed++)
            {
                if (_space.TryTake(quota.Length, ref _random, out var bits) && _taken.Add(bits | quota.Length))
                {
                    Place(bits | quota.Length, RootRank());
                }
            }

            // Also makes up for roots that found no room.
            while (_keys.Count < end)
            {
                PlaceInside(quota.Length, shorter, end - _keys.Count);
            }
        }
    }

    /// <summary>Every origin gets a root of its own in the end; the other roots go to the large ones.</summary>
    private int RootRank()
    {
        var unused = _origins.Count - _unusedRank;
        var own = _random.Below(Math.Max(1, _rootsLeft--)) < unused;
        return own && unused > 0 ? _unusedRank++ : _origins.DrawRank(ref _random);
    }

    /// <summary>Places a run of one to 16 neighbours inside one of the first <paramref name="shorter"/> prefixes.</summary>
    private void PlaceInside(byte length, int shorter, int most)
    {
        for (var attempt = 0; attempt < Tries && shorter > 0; attempt++)
        {
            var parent = _random.Below(shorter);
            var parentLength = (byte)_keys[parent];
            if (length - parentLength > 10 && attempt < Tries / 2)
            {
                continue;
            }

            var rank = _random.Chance(0.8) ? _ranks[parent] : _origins.DrawRank(ref _random);
            var spare = Math.Min(length - parentLength, 20);
            var at = (ulong)_random.Below(1 << spare);
            var run = _random.Chance(0.6) ? 1 : 2 << _random.Below(4);
            var placed = 0;
            for (var step = 0; step < run && placed < most && at < 1UL << spare; step++, at++)
            {
                var bits = (_keys[parent] & ~0xFFUL) | (at << (64 - length));
                if (_taken.Add(bits | length))
                {
                    Place(bits | length, rank);
                    placed++;
                }
            }

            if (placed > 0)
            {
                return;
            }
        }

        PlaceAnywhere(length);
    }

    private void PlaceAnywhere(byte length)
    {
        if (!_space.TryTake(length, ref _random, out var bits))
        {
            throw new InvalidOperationException($"The address space has no room for another /{length}.");
        }

        if (_taken.Add(bits | length))
        {
            Place(bits | length, _origins.DrawRank(ref _random));
        }
    }

    private void Place(ulong key, int rank)
    {
        _keys.Add(key);
        _ranks.Add(rank);
    }

    private void CopyTo(PrefixOrigins routes, bool ipv6)
    {
        var keys = _keys.ToArray();
        var ranks = _ranks.ToArray();
        Array.Sort(keys, ranks);
        for (var index = 0; index < keys.Length; index++)
        {
            var bits = keys[index] & ~0xFFUL;
            var address = ipv6 ? Ip.FromV6(bits, 0) : Ip.FromV4((uint)(bits >> 32));
            routes.Add(IpPrefix.Create(address, (byte)keys[index]), _origins[ranks[index]]);
        }
    }
}
