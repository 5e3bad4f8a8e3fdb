using System.Buffers.Binary;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Bgp.Nlri;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.InProcess;

/// <summary>
/// A table as the default-free zone has it, from a seed: prefix lengths in its proportions, attribute sets of some 7.5 prefixes,
/// paths and communities that repeat between sets.
/// </summary>
public sealed class SyntheticTable
{
    private static readonly (int Length, int Weight)[] IPv4Lengths =
        [(24, 5980), (23, 1070), (22, 1200), (21, 560), (20, 470), (19, 275), (18, 153), (17, 91), (16, 150), (15, 23), (14, 13), (13, 6), (12, 3), (32, 10)];

    private static readonly (int Length, int Weight)[] IPv6Lengths =
        [(48, 4700), (32, 1400), (44, 900), (40, 840), (36, 370), (29, 270), (46, 190), (33, 180), (34, 160), (42, 140), (38, 100), (47, 200), (45, 100), (64, 12)];

    private readonly (byte[] Shared, IpPrefix[] Prefixes)[] _sets;

    public SyntheticTable(int ipv4, int ipv6, int sets, int seed)
    {
        var random = new Random(seed);
        IPv4 = Prefixes(random, ipv4, IPv4Lengths, isIPv6: false);
        IPv6 = Prefixes(random, ipv6, IPv6Lengths, isIPv6: true);
        var paths = Enumerable.Range(0, sets * 3 / 4).Select(_ => Path(random)).ToArray();
        var communities = Enumerable.Range(0, sets / 5).Select(_ => Communities(random)).ToArray();
        var sixes = (int)((long)sets * ipv6 / (ipv4 + ipv6));
        _sets = [.. Sets(random, IPv4, sets - sixes, paths, communities), .. Sets(random, IPv6, sixes, paths, communities)];
    }

    public IpPrefix[] IPv4 { get; }

    public IpPrefix[] IPv6 { get; }

    /// <summary>The stream of one router: next hops of its own, and the sets in an order of its own unless <paramref name="sameOrder"/>.</summary>
    public UpdateStream Router(int router, int nextHops, bool sameOrder)
    {
        var random = new Random(router);
        var order = Enumerable.Range(0, _sets.Length).ToArray();
        if (!sameOrder)
        {
            random.Shuffle(order);
        }

        var stream = new UpdateStream();
        foreach (var index in order)
        {
            stream.Add(_sets[index].Shared, _sets[index].Prefixes, (uint)((router << 12) | (1 + (index % nextHops))));
        }

        return stream;
    }

    /// <summary>
    /// Changes of a router's routes without an end in sight: the prefixes of random sets are withdrawn, and announced again right after.
    /// Each prefix withdrawn or announced is an update.
    /// </summary>
    public UpdateStream Changes(int router, int nextHops, int updates, out int[] updatesOfMessage)
    {
        var random = new Random(router);
        var stream = new UpdateStream();
        var counts = new List<int>();
        for (var left = updates; left > 0;)
        {
            var index = random.Next(_sets.Length);
            var (shared, prefixes) = _sets[index];
            stream.AddWithdrawal(prefixes);
            stream.Add(shared, prefixes, (uint)((router << 12) | (1 + (index % nextHops))));
            counts.AddRange([prefixes.Length, prefixes.Length]);
            left -= 2 * prefixes.Length;
        }

        updatesOfMessage = [.. counts];
        return stream;
    }

    private static IEnumerable<(byte[], IpPrefix[])> Sets(Random random, IpPrefix[] prefixes, int count, byte[][] paths, byte[][] communities)
    {
        var at = 0;
        for (var set = 0; set < count; set++)
        {
            var fair = (int)(((long)prefixes.Length * (set + 1) / count) - at);
            var take = set == count - 1 ? prefixes.Length - at : Math.Min(prefixes.Length - at, Math.Max(1, (int)(fair * random.NextDouble() * 2)));
            byte[] shared = [.. paths[random.Next(paths.Length)], .. random.Next(3) == 0 ? [] : communities[random.Next(communities.Length)]];
            while (take > 0)
            {
                // What does not fit one message of 4,096 octets goes in several.
                var part = Math.Min(take, prefixes[at].IsIPv6 ? 300 : 700);
                yield return (shared, prefixes[at..(at + part)]);
                at += part;
                take -= part;
            }
        }
    }

    private static IpPrefix[] Prefixes(Random random, int count, (int Length, int Weight)[] lengths, bool isIPv6)
    {
        var total = lengths.Sum(row => row.Weight);
        var all = new HashSet<IpPrefix>();
        while (all.Count < count)
        {
            var pick = random.Next(total);
            var row = 0;
            while ((pick -= lengths[row].Weight) >= 0)
            {
                row++;
            }

            all.Add(isIPv6
                ? IpPrefix.Create(Ip.FromV6((0x2400UL + ((ulong)random.Next(12) << 8)) << 48 | (ulong)random.NextInt64(1L << 48), 0), lengths[row].Length)
                : IpPrefix.Create(Ip.FromV4((uint)random.NextInt64(0x0100_0000, 0xDF00_0000)), lengths[row].Length));
        }

        var shuffled = all.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static byte[] Path(Random random)
    {
        var hops = random.Next(2, 8);
        var octets = new byte[2 + (hops * 4)];
        octets[0] = 2;
        octets[1] = (byte)hops;
        for (var hop = 0; hop < hops; hop++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(2 + (hop * 4)), (uint)(hop < 2 ? random.Next(1, 60) : random.Next(1, 75_000)));
        }

        var attribute = new byte[octets.Length + 4];
        return attribute[..RawAttribute.Write(attribute, AttributeType.AsPath, 0x40, octets)];
    }

    private static byte[] Communities(Random random)
    {
        var octets = new byte[4 * random.Next(1, 16)];
        random.NextBytes(octets);
        var attribute = new byte[octets.Length + 4];
        return attribute[..RawAttribute.Write(attribute, AttributeType.Communities, 0xC0, octets)];
    }
}
