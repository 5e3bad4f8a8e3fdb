using System.Globalization;
using Pierhead.Model.Snapshot;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Routing.Tests;

/// <summary>Looks at the memory of the whole process, and so runs alone.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

[Collection(typeof(Alone))]
public sealed class MemoryBackTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000);
    private static readonly TestAttributes Plain = new(0, [64500, 3356], null, 100, [], null, [], []);

    [Fact]
    public void Remove_TablesOfManyRoutes_GivesTheirMemoryBack()
    {
        using var tables = new RouteTables(new RouteTablesOptions());
        var prefixes = ApplyTests.V4(0, 300_000).ToArray();
        var bytes = new UpdateBytes();
        foreach (var chunk in prefixes.Chunk(700))
        {
            _ = bytes.Announce(chunk, Plain, Ip.FromV4(0xC0000201));
        }

        _ = bytes.ApplyTo(ApplyTests.Up(tables, PrefixLimits.None), Now);
        var before = Mapped();
        for (var router = 1; router <= 40; router++)
        {
            _ = bytes.ApplyTo(ApplyTests.Up(tables, PrefixLimits.None, router), Now);
        }

        var full = Mapped();
        Assert.Equal(41 * 300_000L, tables.Totals.Routes);
        foreach (var table in tables.All)
        {
            tables.Remove(table.Key);
        }

        tables.Shared.Grace.Collect();
        Assert.Equal(0, tables.Shared.Grace.Pending);
        Assert.Equal(0, tables.Totals.Routes);

        // 40 tables of 300,000 routes of four bytes: 48 MB came and went.
        var after = Mapped();
        Assert.InRange(full - before, 46_000_000, long.MaxValue);
        Assert.InRange(full - after, 46_000_000, long.MaxValue);
    }

    private static long Mapped()
    {
        // Anonymous pages only: files do not count. What the collector holds is brought down to what is alive first.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var line = File.ReadLines("/proc/self/smaps_rollup").First(text => text.StartsWith("Anonymous:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(10).Trim()[..^3], CultureInfo.InvariantCulture) * 1024;
    }
}
