using System.Diagnostics;
using System.Globalization;
using Pierhead.Model.Ids;
using Pierhead.Model.Snapshot;
using Pierhead.Routing;
using Pierhead.Routing.Tables;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Net;

namespace Pierhead.Benchmarks.InProcess;

/// <summary>
/// Longest matches in the table of one of eight full-table routers, in batches of 32: while nothing changes, and while another thread
/// changes that very table at a rate. Figures are the median of many short rounds, in the looking thread's own processor time.
/// </summary>
internal static class LookupRun
{
    public const int UpdatesPerSecond = 500_000;

    private const int Routers = 8;
    private const int NextHops = 32;
    private const int Batch = 32;
    private const int Addresses = 1 << 18;
    private const int Rounds = 15;

    // The kernel counts a thread's time in ticks of some milliseconds: a round takes many of them.
    private const int Passes = 16;

    public static LookupResult Run()
    {
        var synthetic = new SyntheticTable(1_000_000, 200_000, 159_000, seed: 1);
        using var tables = new RouteTables(new RouteTablesOptions());
        for (var router = 1; router <= Routers; router++)
        {
            synthetic.Router(router, NextHops, sameOrder: false).ApplyTo(Open(tables, router), DateTimeOffset.UnixEpoch);
        }

        tables.Shared.CatchUp(Family.IPv4);
        tables.Shared.CatchUp(Family.IPv6);
        var rib = Open(tables, 1);
        var changes = synthetic.Changes(1, NextHops, 4 * UpdatesPerSecond, out var counts);
        var (ipv4, ipv6) = (Sample(synthetic.IPv4), Sample(synthetic.IPv6));
        _ = Nanoseconds(rib, ipv4);
        _ = Nanoseconds(rib, ipv6);
        var idle = (Nanoseconds(rib, ipv4), Nanoseconds(rib, ipv6));

        using var stop = new CancellationTokenSource();
        var writing = new Thread(() => Change(rib, changes, counts, stop.Token)) { Name = "changes" };
        _updates = 0;
        var started = Stopwatch.GetTimestamp();
        writing.Start();

        // The first looks are at a table that changes already.
        SpinWait.SpinUntil(() => Interlocked.Read(ref _updates) > UpdatesPerSecond / 10);
        var busy = (Nanoseconds(rib, ipv4), Nanoseconds(rib, ipv6));
        stop.Cancel();
        writing.Join();
        var rate = _updates / Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new LookupResult(idle.Item1, idle.Item2, busy.Item1, busy.Item2, rate);
    }

    private static long _updates;

    private static void Change(AdjRibIn rib, UpdateStream changes, int[] counts, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        for (var at = 0; !stop.IsCancellationRequested; at = at + UpdateStream.Batch < changes.Messages ? at + UpdateStream.Batch : 0)
        {
            var count = Math.Min(UpdateStream.Batch, changes.Messages - at);
            changes.ApplyTo(rib, DateTimeOffset.UnixEpoch, at, count);
            Interlocked.Add(ref _updates, counts.Skip(at).Take(count).Sum());
            while (Stopwatch.GetElapsedTime(started).TotalSeconds * UpdatesPerSecond < _updates && !stop.IsCancellationRequested)
            {
                Thread.Yield();
            }
        }
    }

    private static double Nanoseconds(AdjRibIn rib, Ip[] addresses)
    {
        var found = new RouteKey[Batch];
        var rounds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var started = LoadRun.ThreadTime();
            for (var at = 0; at < addresses.Length * Passes; at += Batch)
            {
                rib.LongestMatch(addresses.AsSpan(at % addresses.Length, Batch), found);
            }

            rounds[round] = (LoadRun.ThreadTime() - started).TotalNanoseconds / (addresses.Length * Passes);
        }

        Array.Sort(rounds);
        return rounds[Rounds / 2];
    }

    private static Ip[] Sample(IpPrefix[] prefixes)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, Addresses).Select(_ => prefixes[random.Next(prefixes.Length)].Address)];
    }

    private static AdjRibIn Open(RouteTables tables, int router)
    {
        var key = new SessionKey(new DeviceId(new TenantId("t"), $"r{router}"), Ip.FromV4((uint)router));
        if (tables.TryGet(key, out var known))
        {
            return known;
        }

        var rib = tables.Open(key);
        rib.SessionUp(new DecodeContext(FamilySet.Of(Family.IPv4, Family.IPv6), FamilySet.Empty, true, true), PrefixLimits.None, DateTimeOffset.UnixEpoch);
        return rib;
    }
}

/// <summary>Nanoseconds of a longest match, idle and while the table changes.</summary>
/// <param name="Updates">Prefixes withdrawn or announced a second.</param>
internal sealed record LookupResult(double IdleIPv4, double IdleIPv6, double BusyIPv4, double BusyIPv6, double Updates)
{
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"longest match, batches of 32, 8 full tables: IPv4 {IdleIPv4:F1} ns idle, {BusyIPv4:F1} ns with {Updates:N0} updates a second (x{BusyIPv4 / IdleIPv4:F2}); IPv6 {IdleIPv6:F1} ns, {BusyIPv6:F1} ns (x{BusyIPv6 / IdleIPv6:F2})");
}
