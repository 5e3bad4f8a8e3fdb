using Pierhead.Wire.Bgp.Attributes;
using Pierhead.Wire.Net;

namespace Pierhead.Simulate.Tables;

/// <summary>
/// Makes believable attribute sets: a path that climbs from the origin to one of the view's neighbours, prepends, a few AS_SETs,
/// local preference by kind of neighbour, MED, aggregators, and the communities that operators tag routes with.
/// </summary>
internal sealed class AttributeSynthesizer(AsTopology topology, TableView view, AttributeSets sets)
{
    private const int MaximumPath = 24;

    /// <summary>Tier-1 networks that the view buys from; every other tier-1 network is one hop behind them.</summary>
    private const int Transits = 4;

    /// <summary>Tier-2 networks that the view peers with.</summary>
    private const int Peers = 18;

    private static readonly uint[] Meds = [0, 0, 5, 10, 20, 50, 100, 200, 1000];
    private readonly uint[] _transits = Choose(AsTopology.Tier1, Transits, SeededRandom.Mix(view.Seed, 1));
    private readonly uint[] _peers = Choose(AsTopology.Tier2, Peers, SeededRandom.Mix(view.Seed, 2));

    private enum NeighbourKind
    {
        Transit,
        Peer,
        Customer,
    }

    /// <summary>Makes the attributes of one routing policy of an origin and returns the set's index.</summary>
    public int Make(Asn origin, ulong policy)
    {
        var random = new SeededRandom(SeededRandom.Mix(SeededRandom.Mix(view.Seed, origin.Value), policy));
        Span<uint> path = stackalloc uint[MaximumPath];
        var length = MakePath(origin, ref random, path, out var kind, out var slot);
        path = path[..length];

        Span<byte> octets = stackalloc byte[512];
        var writer = new AttributeWriter(octets);
        writer.Octet(AttributeType.Origin, AttributeFlags.WellKnown, random.Unit() switch { < 0.86 => 0, < 0.865 => 1, _ => 2 });
        WriteAsPath(ref writer, ref random, path);
        if (random.Chance(kind == NeighbourKind.Transit ? 0.15 : 0.4))
        {
            writer.Number(AttributeType.MultiExitDisc, AttributeFlags.OptionalNonTransitive, random.Pick<uint>(Meds));
        }

        WriteLocalPref(ref writer, ref random, kind);
        WriteAggregator(ref writer, ref random, path);
        WriteCommunities(ref writer, ref random, path, kind, slot);
        if (random.Chance(0.12))
        {
            WriteLargeCommunities(ref writer, ref random, path);
        }

        return sets.Intern(octets[..writer.Length], slot);
    }

    /// <summary>Writes the path, nearest AS first; tells the kind of neighbour and which of the router's next hops leads there.</summary>
    private int MakePath(Asn origin, ref SeededRandom random, Span<uint> path, out NeighbourKind kind, out int slot)
    {
        Span<uint> climb = stackalloc uint[5];
        var climbed = topology.Climb(origin, ref random, climb[..4]);
        kind = NeighbourKind.Transit;
        if (climbed <= 2 && random.Chance(0.02))
        {
            kind = NeighbourKind.Customer;
            climbed = 1;
        }

        for (var index = 0; index < climbed && kind == NeighbourKind.Transit; index++)
        {
            if (_peers.AsSpan().Contains(climb[index]))
            {
                kind = NeighbourKind.Peer;
                climbed = index + 1;
            }
        }

        if (kind == NeighbourKind.Transit && !_transits.AsSpan().Contains(climb[climbed - 1]))
        {
            climb[climbed++] = random.Pick<uint>(_transits);
        }

        // Two of the view's routers or links lead to each neighbour.
        slot = (int)((SeededRandom.Mix(view.Seed, climb[climbed - 1]) + (random.Next() & 1)) % AttributeSets.NextHopSlots);
        return CopyWithPrepends(climb[..climbed], ref random, path);
    }

    private static int CopyWithPrepends(ReadOnlySpan<uint> climb, ref SeededRandom random, Span<uint> path)
    {
        var length = 0;
        for (var index = climb.Length - 1; index >= 0; index--)
        {
            var prepended = random.Chance(index == 0 ? 0.14 : 0.025);
            var times = prepended ? 2 + (int)(random.Unit() * random.Unit() * 5) : 1;
            path.Slice(length, times).Fill(climb[index]);
            length += times;
        }

        return length;
    }

    private static void WriteAsPath(ref AttributeWriter writer, ref SeededRandom random, ReadOnlySpan<uint> path)
    {
        if (!random.Chance(0.0015))
        {
            writer.AsPath(path, []);
            return;
        }

        // RFC 4271 section 9.2.2.2: what an aggregate was made of, unordered.
        Span<uint> set = stackalloc uint[1 + random.Below(4)];
        for (var index = 0; index < set.Length; index++)
        {
            set[index] = random.Between(131072, 153000);
        }

        writer.AsPath(path, set);
    }

    private static void WriteLocalPref(ref AttributeWriter writer, ref SeededRandom random, NeighbourKind kind)
    {
        var (usual, step) = kind switch { NeighbourKind.Customer => (300u, 10u), NeighbourKind.Peer => (200u, 20u), _ => (100u, 10u) };
        var preference = random.Chance(0.9) ? usual : usual - step;
        writer.Number(AttributeType.LocalPref, AttributeFlags.WellKnown, preference);
    }

    private static void WriteAggregator(ref AttributeWriter writer, ref SeededRandom random, ReadOnlySpan<uint> path)
    {
        var aggregated = random.Chance(0.07);
        if (aggregated && random.Chance(0.8))
        {
            writer.Empty(AttributeType.AtomicAggregate, AttributeFlags.WellKnown);
        }

        if (aggregated)
        {
            var router = 0xC0000000u | (random.Between(0, 0x00FFFFFF) & ~0xFFu) | 1;
            writer.Numbers(AttributeType.Aggregator, AttributeFlags.OptionalTransitive, [path[^1], router]);
        }
    }

    private void WriteCommunities(
        ref AttributeWriter writer, ref SeededRandom random, ReadOnlySpan<uint> path, NeighbourKind kind, int slot)
    {
        Span<uint> values = stackalloc uint[16];
        var count = 0;
        if (view.Operator.FitsTwoOctets)
        {
            // How it was learned, and in which of some places.
            values[count++] = Community(view.Operator.Value, 1000 + (uint)kind);
            values[count++] = Community(view.Operator.Value, 2000 + (uint)(slot % 24));
        }

        if (path[0] <= ushort.MaxValue && random.Chance(0.75))
        {
            // What the neighbour says of a route: one of some forty combinations, a few of them common.
            var combination = new SeededRandom(SeededRandom.Mix(path[0], (ulong)(random.Unit() * random.Unit() * 40)));
            var tags = 1 + combination.Below(4);
            for (var tag = 0; tag < tags; tag++)
            {
                values[count++] = Community(path[0], (uint)((tag + 1) * 100) + (uint)combination.Below(40));
            }
        }

        if (path[^1] <= ushort.MaxValue && path.Length > 1 && random.Chance(0.12))
        {
            values[count++] = Community(path[^1], (uint)random.Below(8) * 100);
        }

        if (count > 0)
        {
            writer.Numbers(AttributeType.Communities, AttributeFlags.OptionalTransitive, Sorted(values[..count]));
        }
    }

    private void WriteLargeCommunities(ref AttributeWriter writer, ref SeededRandom random, ReadOnlySpan<uint> path)
    {
        Span<uint> values = stackalloc uint[6];
        (values[0], values[1], values[2]) = (view.Operator.Value, 7, 1 + (uint)random.Below(40));
        (values[3], values[4], values[5]) = (path[^1], 1, 100u * (uint)random.Below(6));
        writer.Numbers(AttributeType.LargeCommunities, AttributeFlags.OptionalTransitive, random.Chance(0.6) ? values[..3] : values);
    }

    private static uint Community(uint asn, uint value) => (asn << 16) | (value & 0xFFFF);

    private static ReadOnlySpan<uint> Sorted(Span<uint> values)
    {
        values.Sort();
        var distinct = 1;
        for (var index = 1; index < values.Length; index++)
        {
            if (values[index] != values[distinct - 1])
            {
                values[distinct++] = values[index];
            }
        }

        return values[..distinct];
    }

    private static uint[] Choose(uint[] from, int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        var chosen = (uint[])from.Clone();
        for (var index = 0; index < count; index++)
        {
            var other = index + random.Below(chosen.Length - index);
            (chosen[index], chosen[other]) = (chosen[other], chosen[index]);
        }

        return chosen[..count];
    }
}
