using Pierhead.Routing.Matching;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Prefixes;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

public sealed class LongestMatchIndexTests
{
    [Theory]
    [InlineData(1, false, 300, 6)]
    [InlineData(2, false, 2000, 10)]
    [InlineData(3, false, 2000, 32)]
    [InlineData(4, true, 300, 6)]
    [InlineData(5, true, 2000, 12)]
    [InlineData(6, true, 2000, 60)]
    public void MostSpecific_RandomPrefixesOfAllLengths_EqualsNaive(int seed, bool isIPv6, int count, int bits)
    {
        var random = new Random(seed);
        var world = new World(isIPv6);
        for (var added = 0; added < count;)
        {
            // Chunks of all sizes, one prefix among them, so that every order of insertion happens.
            for (var chunk = random.Next(4) == 0 ? 1 : random.Next(1, 200); chunk > 0; chunk--, added++)
            {
                world.Add(RandomPrefix(random, isIPv6, bits));
            }

            world.Index.CatchUp();
            Compare(world, random, bits, probes: 100);
        }

        Compare(world, random, bits, probes: 2000);
        world.CheckParents();
        world.Free();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MostSpecific_EveryLengthOfOneAddress_FindsEach(bool isIPv6)
    {
        var bits = isIPv6 ? 128 : 32;
        var address = isIPv6 ? Ip.FromV6(0x2001_0db8_5555_aaaa, 0x1234_5678_9abc_def1) : Ip.FromV4(0xC633_6455);
        var random = new Random(7);
        var lengths = Enumerable.Range(0, bits + 1).ToArray();
        random.Shuffle(lengths);
        var world = new World(isIPv6);
        foreach (var length in lengths)
        {
            world.Add(IpPrefix.Create(address, length));
            world.Index.CatchUp();
            world.CheckParents();
        }

        for (var flipped = 0; flipped < bits; flipped++)
        {
            var probe = isIPv6
                ? flipped < 64 ? Ip.FromV6(address.High ^ (1UL << (63 - flipped)), address.Low) : Ip.FromV6(address.High, address.Low ^ (1UL << (127 - flipped)))
                : Ip.FromV4(address.V4 ^ (1u << (31 - flipped)));
            Assert.Equal(flipped, world.LengthAt(probe));
        }

        Assert.Equal(bits, world.LengthAt(address));
        world.Free();
    }

    [Fact]
    public void MostSpecific_WhileInserting_IsNeverShorterThanWhatWasThere()
    {
        var random = new Random(11);
        var world = new World(isIPv6: false);
        var prefixes = Enumerable.Range(0, 20_000).Select(_ => RandomPrefix(random, isIPv6: false, 12)).Distinct().ToArray();
        var probes = Enumerable.Range(0, 500).Select(_ => RandomPrefix(random, isIPv6: false, 12).Address).ToArray();
        var lengths = new int[probes.Length];
        Array.Fill(lengths, -1);
        var done = false;
        var reader = new Thread(() =>
        {
            do
            {
                for (var index = 0; index < probes.Length; index++)
                {
                    using var guard = world.Grace.Enter();
                    var id = world.Index.MostSpecific(probes[index].High, probes[index].Low);
                    var length = id == 0 ? -1 : world.Prefixes[id].Length;
                    Assert.True(id == 0 || world.Prefixes[id].Contains(probes[index]));
                    Assert.True(length >= lengths[index]);
                    lengths[index] = length;
                    for (var up = id; up != 0; up = world.Index.Parent(up))
                    {
                        Assert.True(world.Prefixes[up].Length <= length);
                    }
                }
            }
            while (!Volatile.Read(ref done));
        });
        reader.Start();
        for (var at = 0; at < prefixes.Length; at += 100)
        {
            foreach (var prefix in prefixes.AsSpan(at, Math.Min(100, prefixes.Length - at)))
            {
                world.Add(prefix);
            }

            world.Index.CatchUp();
        }

        Volatile.Write(ref done, true);
        reader.Join();
        Compare(world, random, 12, 500);
        world.Free();
    }

    [Fact]
    public void MostSpecific_DefaultFreeZone_EqualsNaiveByLength()
    {
        var path = Pierhead.Tests.Corpus.Path("tables/dfz-prefixes.txt.gz");
        var random = new Random(3);
        var all = ReadPrefixes(path);
        random.Shuffle(all);
        foreach (var isIPv6 in new[] { false, true })
        {
            var world = new World(isIPv6);
            foreach (var prefix in all.Where(prefix => prefix.IsIPv6 == isIPv6))
            {
                world.Add(prefix);
            }

            world.Index.CatchUp();
            Assert.Equal(isIPv6 ? 160_147 : 901_899, world.Prefixes.Count);
            foreach (var prefix in all.Where(prefix => prefix.IsIPv6 == isIPv6))
            {
                var at = prefix.Address;
                var inside = isIPv6 ? Ip.FromV6(at.High | RandomBits(random, prefix.Length), at.Low) : Ip.FromV4(at.V4 | (uint)(RandomBits(random, prefix.Length) >> 32));
                Assert.Equal(world.NaiveLength(inside), world.LengthAt(inside));
            }

            world.CheckParents();
            world.Free();
        }
    }

    internal static IpPrefix[] ReadPrefixes(string path)
    {
        using var reader = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress));
        var all = new List<IpPrefix>();
        while (reader.ReadLine() is { } line)
        {
            Assert.True(IpPrefix.TryParse(line, out var prefix), line);
            all.Add(prefix);
        }

        return [.. all];
    }

    private static ulong RandomBits(Random random, int length) => length >= 64 ? 0 : (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> length;

    private static void Compare(World world, Random random, int bits, int probes)
    {
        Span<ulong> high = stackalloc ulong[16];
        Span<ulong> low = stackalloc ulong[16];
        Span<uint> found = stackalloc uint[16];
        for (var probe = 0; probe < probes; probe += 16)
        {
            var addresses = Enumerable.Range(0, 16).Select(_ => RandomPrefix(random, world.Prefixes.IsIPv6, bits).Address).ToArray();
            for (var index = 0; index < 16; index++)
            {
                Assert.Equal(world.NaiveLength(addresses[index]), world.LengthAt(addresses[index]));
                (high[index], low[index]) = (addresses[index].High, addresses[index].Low);
            }

            world.Index.MostSpecific(high, low, found);
            for (var index = 0; index < 16; index++)
            {
                Assert.Equal(world.Index.MostSpecific(high[index], low[index]), found[index]);
            }
        }
    }

    private static IpPrefix RandomPrefix(Random random, bool isIPv6, int bits)
    {
        // Addresses in which only some bits vary, so that prefixes nest.
        ulong Draw() => (ulong)random.NextInt64(long.MinValue, long.MaxValue) & Spread(bits);
        return isIPv6
            ? IpPrefix.Create(Ip.FromV6(Draw(), Draw()), random.Next(129))
            : IpPrefix.Create(Ip.FromV4((uint)(Draw() >> 32)), random.Next(33));
    }

    private static ulong Spread(int bits)
    {
        ulong mask = 0;
        for (var bit = 0; bit < bits; bit++)
        {
            mask |= 1UL << (63 - (bit * 61 % 64));
        }

        return mask;
    }

    private sealed class World
    {
        private readonly Dictionary<IpPrefix, uint> _naive = [];
        private readonly PrefixWork[] _work = new PrefixWork[1];

        public GracePeriod Grace { get; } = new();

        public World(bool isIPv6)
        {
            Prefixes = isIPv6 ? new IPv6Prefixes(Grace, 1 << 22) : new IPv4Prefixes(Grace, 1 << 22);
            Index = new LongestMatchIndex(Prefixes, Grace);
        }

        public PrefixDictionary Prefixes { get; }

        public LongestMatchIndex Index { get; }

        public void Add(IpPrefix prefix)
        {
            _work[0] = new PrefixWork { High = prefix.Address.High, Low = prefix.Address.Low, Length = prefix.Length, Kind = WorkKind.AnnounceNlri };
            Prefixes.Prepare(ref _work[0]);
            Assert.True(Prefixes.Resolve(_work));
            _naive[prefix] = _work[0].Id;
            Assert.Equal(prefix, Prefixes[_work[0].Id]);
            Assert.Equal(_naive.Count, Prefixes.Count);
        }

        public int LengthAt(Ip address)
        {
            var id = Index.MostSpecific(address.High, address.Low);
            Assert.True(id == 0 || Prefixes[id].Contains(address));
            return id == 0 ? -1 : Prefixes[id].Length;
        }

        public int NaiveLength(Ip address)
        {
            for (var length = address.BitLength; length >= 0; length--)
            {
                if (_naive.ContainsKey(IpPrefix.Create(address, length)))
                {
                    return length;
                }
            }

            return -1;
        }

        public void CheckParents()
        {
            foreach (var (prefix, id) in _naive)
            {
                var expected = 0u;
                for (var length = prefix.Length - 1; length >= 0 && expected == 0; length--)
                {
                    expected = _naive.GetValueOrDefault(IpPrefix.Create(prefix.Address, length));
                }

                Assert.Equal(expected, Index.Parent(id));
            }
        }

        public void Free()
        {
            Grace.Close();
            Index.Free();
            Prefixes.Free();
        }
    }
}
