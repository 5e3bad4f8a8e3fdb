using Pierhead.Model.Snapshot;
using Pierhead.Routing.Memory;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

public sealed class MemoryTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);
    private static readonly TestAttributes Plain = new(0, [64500, 3356], null, 100, [], null, [], []);

    [Fact]
    public void Apply_SteadyChurn_AllocatesNothing()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = ApplyTests.Up(tables, PrefixLimits.None);
        var buffers = new List<(byte[] Buffer, MessageFrame[] Frames)>();
        for (var med = 0u; med < 4; med++)
        {
            var bytes = new UpdateBytes();
            foreach (var chunk in ApplyTests.V4(0, 20_000).Chunk(5))
            {
                _ = bytes.Announce(chunk, Plain with { Med = med }, Ip.FromV4(0xC0000201 + med));
            }

            buffers.Add(bytes.Take());
        }

        for (var round = 0; round < 3; round++)
        {
            foreach (var (buffer, frames) in buffers)
            {
                table.Apply(buffer, frames, Now, out _);
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var (buffer, frames) in buffers)
        {
            table.Apply(buffer, frames, Now, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Apply_ManyNextHops_TakesTheWideFormAndKeepsAll()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var sparse = ApplyTests.Up(tables, PrefixLimits.None, 1);
        var dense = ApplyTests.Up(tables, PrefixLimits.None, 2);
        var few = new UpdateBytes();
        var many = new UpdateBytes();
        for (var index = 0; index < 5_000; index++)
        {
            _ = (index < 500 ? few : many).Announce(ApplyTests.V4(index, 1), Plain, Ip.FromV4(0x0C00_0001 + (uint)index));
        }

        _ = few.ApplyTo(sparse, Now);
        _ = few.ApplyTo(dense, Now);
        _ = many.ApplyTo(dense, Now);
        Assert.Equal((false, true), sparse.Form(Family.IPv4));
        Assert.Equal((true, true), dense.Form(Family.IPv4));
        for (var index = 0; index < 5_000; index++)
        {
            Assert.True(dense.TryGetExact(ApplyTests.V4(index, 1).Single(), out var route));
            Assert.Equal(Ip.FromV4(0x0C00_0001 + (uint)index), route.NextHop);
            Assert.Equal(index < 500, sparse.TryGetExact(ApplyTests.V4(index, 1).Single(), out route));
        }
    }

    [Fact]
    public void Apply_FullTable_IsDenseAndNarrow()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = ApplyTests.Up(tables, PrefixLimits.None);
        var bytes = new UpdateBytes();
        foreach (var chunk in ApplyTests.V4(0, 5_000).Chunk(500))
        {
            _ = bytes.Announce(chunk, Plain, Ip.FromV4(0xC0000201));
        }

        _ = bytes.ApplyTo(table, Now);
        Assert.Equal((true, false), table.Form(Family.IPv4));
    }

    [Fact]
    public void Collect_ReaderInside_FreesOnlyAfterItLeft()
    {
        var grace = new GracePeriod();
        var owner = new Counter();
        var guard = grace.Enter();
        grace.Retire(owner);
        grace.Collect();
        grace.Collect();
        Assert.Equal(0, owner.Freed);
        using (grace.Enter())
        {
            guard.Dispose();
            grace.Collect();
        }

        grace.Collect();
        Assert.Equal((1, 0), (owner.Freed, grace.Pending));
    }

    [Fact]
    public void TryRead_WhileTheTableChangesFormAndGenerations_FindsEveryRouteThatIsHeldAllAlong()
    {
        using var tables = new RouteTables(new RouteTablesOptions { PaletteSize = 8, SparseRoutes = 64 });
        var table = ApplyTests.Up(tables, PrefixLimits.None);
        var kept = ApplyTests.V4(0, 40).ToArray();
        _ = new UpdateBytes().Announce(kept, Plain, Ip.FromV4(0xC0000201)).ApplyTo(table, Now);
        var done = false;
        var failures = 0;
        var reader = new Thread(() =>
        {
            do
            {
                foreach (var prefix in kept)
                {
                    failures += table.TryGetExact(prefix, out var route) && route.Prefix == prefix && route.NextHop is { IsIPv6: false } hop && hop.V4 >> 8 == 0xC00002 ? 0 : 1;
                    failures += table.TryLongestMatch(prefix.Address, out route) && route.Prefix == prefix ? 0 : 1;
                }
            }
            while (!Volatile.Read(ref done));
        });
        reader.Start();
        var random = new Random(5);
        for (var round = 0; round < 400; round++)
        {
            var bytes = new UpdateBytes();
            for (var message = 0; message < 30; message++)
            {
                var hop = Ip.FromV4(0xC0000201 + (uint)random.Next(20));
                _ = bytes.Announce(ApplyTests.V4(100 + random.Next(3000), 3), Plain, hop);
                _ = bytes.Announce(random.GetItems(kept, 2), Plain with { Med = (uint)random.Next(9) }, hop);
                _ = bytes.Withdraw(ApplyTests.V4(100 + random.Next(3000), 20));
            }

            _ = bytes.ApplyTo(table, Now);
            if (round % 2 == 1)
            {
                table.SessionDown(Now);
                table.SessionUp(UpdateBytes.Context, PrefixLimits.None, Now);
            }
        }

        Volatile.Write(ref done, true);
        reader.Join();
        Assert.Equal(0, failures);
    }

    [Fact]
    public void LongestMatch_Batches_EqualTheSingleOnes()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var table = ApplyTests.Up(tables, PrefixLimits.None);
        var other = ApplyTests.Up(tables, PrefixLimits.None, 1);
        var random = new Random(9);
        for (var index = 0; index < 500; index++)
        {
            var prefix = IpPrefix.Create(Ip.FromV4((uint)random.Next(1 << 10) << 20 | (uint)random.Next(1 << 8)), random.Next(33));
            _ = new UpdateBytes().Announce([prefix], Plain, Ip.FromV4(0xC0000201)).ApplyTo(index % 3 == 0 ? table : other, Now);
        }

        tables.Shared.CatchUp(Family.IPv4);
        var addresses = Enumerable.Range(0, 1001).Select(_ => Ip.FromV4((uint)random.Next(1 << 10) << 20 | (uint)random.Next(1 << 8))).ToArray();
        var found = new RouteKey[addresses.Length];
        table.LongestMatch(addresses, found);
        for (var index = 0; index < addresses.Length; index++)
        {
            Assert.Equal(table.TryLongestMatch(addresses[index], out var route), found[index].Prefix != 0);
            Assert.Equal(route?.Prefix, found[index].Prefix == 0 ? null : tables.Shared.Prefixes(Family.IPv4)![found[index].Prefix]);
        }
    }

    private sealed class Counter : IRetirable
    {
        public int Freed { get; private set; }

        public void Free(nint address, long size) => Freed++;
    }
}
