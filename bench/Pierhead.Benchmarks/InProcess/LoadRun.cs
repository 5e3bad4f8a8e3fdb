using System.Diagnostics;
using System.Globalization;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.InProcess;

/// <summary>One load of full tables into fresh ones, on one thread, and lookups in what was loaded.</summary>
internal static class LoadRun
{
    private const int RoutesPerRouter = 1_200_000;
    private const int Lookups = 1_000_000;
    private const int LookupRounds = 5;
    private const int Batch = 32;

    public static LoadResult Of(Load load)
    {
        var table = new SyntheticTable(1_000_000, 200_000, 159_000, seed: 1);
        var streams = Enumerable.Range(0, load.Routers).Select(router => table.Router(router + 1, load.NextHops, load.SameOrder)).ToArray();
        WarmUp();
        GC.Collect();
        var before = Resident();
        using var tables = new RouteTables(new RouteTablesOptions());
        var started = ThreadTime();
        var last = started;
        for (var router = 0; router < load.Routers; router++)
        {
            last = ThreadTime();
            streams[router].ApplyTo(Open(tables, router), DateTimeOffset.UnixEpoch);
        }

        var ended = ThreadTime();
        tables.Shared.CatchUp(Family.IPv4);
        tables.Shared.CatchUp(Family.IPv6);
        var routes = tables.Totals.Routes;
        var bytes = (Resident() - before) / (double)routes;
        var lookup4 = LookupNanoseconds(tables, table.IPv4);
        var lookup6 = LookupNanoseconds(tables, table.IPv6);
        var drop = Stopwatch.StartNew();
        tables.Remove(Key(0));
        return new LoadResult(
            load,
            routes,
            tables.Totals.AttributeSets,
            (ended - started).TotalNanoseconds / routes,
            (ended - last).TotalNanoseconds / RoutesPerRouter,
            bytes,
            lookup4,
            lookup6,
            drop.Elapsed.TotalMicroseconds);
    }

    private static double LookupNanoseconds(RouteTables tables, IpPrefix[] prefixes)
    {
        var random = new Random(7);
        var rib = Open(tables, 0);
        var found = new RouteKey[Batch];
        var addresses = Enumerable.Range(0, Lookups).Select(_ => prefixes[random.Next(prefixes.Length)].Address).ToArray();
        var rounds = new double[LookupRounds];
        for (var round = 0; round < LookupRounds; round++)
        {
            var started = ThreadTime();
            for (var at = 0; at + Batch <= addresses.Length; at += Batch)
            {
                rib.LongestMatch(addresses.AsSpan(at, Batch), found);
            }

            rounds[round] = (ThreadTime() - started).TotalNanoseconds / addresses.Length;
        }

        Array.Sort(rounds);
        return rounds[LookupRounds / 2];
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
    internal static TimeSpan ThreadTime()
    {
        var text = File.ReadAllText("/proc/thread-self/schedstat");
        return TimeSpan.FromMicroseconds(long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture) / 1000);
    }

    private static long Resident()
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim()[..^3], CultureInfo.InvariantCulture) * 1024;
    }
}
