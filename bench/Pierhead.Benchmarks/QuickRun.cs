using System.Diagnostics;
using System.Globalization;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks;

/// <summary>One load of full tables, on one thread: nanoseconds and bytes a route.</summary>
internal static class QuickRun
{
    public static void Load(int routers, bool sameOrder, int nextHops)
    {
        var table = new SyntheticTable(1_000_000, 200_000, 159_000, seed: 1);
        var streams = Enumerable.Range(0, routers).Select(router => table.Router(router + 1, nextHops, sameOrder)).ToArray();
        WarmUp();
        GC.Collect();
        var before = Resident();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        using var tables = new RouteTables(new RouteTablesOptions());
        var times = new List<double>();
        var cpu = ThreadTime();
        var watch = Stopwatch.StartNew();
        for (var router = 0; router < routers; router++)
        {
            var one = ThreadTime();
            streams[router].ApplyTo(Open(tables, router), DateTimeOffset.UnixEpoch);
            times.Add((ThreadTime() - one).TotalNanoseconds / 1_200_000);
        }

        watch.Stop();
        cpu = ThreadTime() - cpu;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var routes = tables.Totals.Routes;
        Print($"{routers} routers: {routes} routes, {watch.Elapsed.TotalNanoseconds / routes:F0} ns/route ({cpu.TotalNanoseconds / routes:F0} of processor time), {(Resident() - before) / (double)routes:F2} B/route, " +
            $"first {times[0]:F0} ns, last {times[^1]:F0} ns, allocated {allocated / 1024} KiB, {tables.Totals.AttributeSets} sets");
        var build = ThreadTime();
        tables.Shared.CatchUp(Family.IPv4);
        tables.Shared.CatchUp(Family.IPv6);
        Print($"index: {(ThreadTime() - build).TotalMilliseconds:F0} ms, IPv4 {tables.Shared.Index(Family.IPv4)!.NodeBytes >> 10} KiB, IPv6 {tables.Shared.Index(Family.IPv6)!.NodeBytes >> 10} KiB");
        Print($"GC {GC.GetGCMemoryInfo().TotalCommittedBytes >> 10} KiB; resident {Resident() >> 10} KiB, before {before >> 10} KiB");
        Batches(tables, table);
        Lookups(tables, table);
        var drop = Stopwatch.StartNew();
        tables.Remove(Key(0));
        Print($"drop of a table: {drop.Elapsed.TotalMicroseconds:F0} us");
    }

    private static void Lookups(RouteTables tables, SyntheticTable table)
    {
        var random = new Random(7);
        var rib = Open(tables, 0);
        var addresses = Enumerable.Range(0, 200_000).Select(_ => table.IPv4[random.Next(table.IPv4.Length)].Address).ToArray();
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            var found = 0;
            foreach (var address in addresses)
            {
                found += rib.TryLongestMatch(address, out _) ? 1 : 0;
            }

            Print($"TryLongestMatch, route object included: {watch.Elapsed.TotalNanoseconds / addresses.Length:F0} ns, {found} found");
        }
    }

    private static void Batches(RouteTables tables, SyntheticTable table)
    {
        var random = new Random(7);
        var rib = Open(tables, 0);
        var found = new RouteKey[32];
        foreach (var prefixes in new[] { table.IPv4, table.IPv6 })
        {
            var addresses = Enumerable.Range(0, 1_000_000).Select(_ => prefixes[random.Next(prefixes.Length)].Address).ToArray();
            for (var round = 0; round < 3; round++)
            {
                var cpu = ThreadTime();
                for (var at = 0; at + 32 <= addresses.Length; at += 32)
                {
                    rib.LongestMatch(addresses.AsSpan(at, 32), found);
                }

                Print($"LongestMatch, batches of 32: {(ThreadTime() - cpu).TotalNanoseconds / addresses.Length:F0} ns of processor time");
            }
        }
    }

    private static void WarmUp()
    {
        var table = new SyntheticTable(40_000, 10_000, 8_000, seed: 2);
        for (var round = 0; round < 12; round++)
        {
            using var tables = new RouteTables(new RouteTablesOptions());
            table.Router(1, 32, sameOrder: false).ApplyTo(Open(tables, 0), DateTimeOffset.UnixEpoch);
            Thread.Sleep(20);
        }
    }

    private static AdjRibIn Open(RouteTables tables, int router)
    {
        var isNew = !tables.TryGet(Key(router), out var rib);
        rib = tables.Open(Key(router));
        if (isNew)
        {
            rib.SessionUp(new DecodeContext(FamilySet.Of(Family.IPv4, Family.IPv6), FamilySet.Empty, true, true), PrefixLimits.None, DateTimeOffset.UnixEpoch);
        }

        return rib;
    }

    private static SessionKey Key(int router) => new(new DeviceId(new TenantId("t"), $"r{router}"), Ip.FromV4(1 + (uint)router));

    /// <summary>Processor time of this thread alone: the tables' background thread does its work beside.</summary>
    private static TimeSpan ThreadTime()
    {
        var text = File.ReadAllText("/proc/thread-self/schedstat");
        return TimeSpan.FromMicroseconds(long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture) / 1000);
    }

    private static long Resident()
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim()[..^3], CultureInfo.InvariantCulture) * 1024;
    }

    private static void Print(string line) => Console.WriteLine(line);
}
