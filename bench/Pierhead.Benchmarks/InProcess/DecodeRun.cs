using System.Globalization;
using Pierhead.Wire.Bgp;

namespace Pierhead.Benchmarks.InProcess;

/// <summary>UPDATE messages of unicast routes, decoded, and decoded and applied to a table, on one thread: nanoseconds a route.</summary>
internal static class DecodeRun
{
    private const int Routes = 1_200_000;
    private const int Rounds = 7;

    // The kernel counts a thread's time in ticks of some milliseconds: a round takes many of them.
    private const int Passes = 25;

    public static void Print()
    {
        var table = new SyntheticTable(1_000_000, 200_000, 159_000, seed: 1);
        var stream = table.Router(1, 32, sameOrder: false);
        var context = new DecodeContext(FamilySet.Of(Family.IPv4, Family.IPv6), FamilySet.Empty, true, true);
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = LoadRun.ThreadTime();
            var read = 0;
            for (var pass = 0; pass < Passes; pass++)
            {
                read += stream.Decode(context);
            }

            var took = (LoadRun.ThreadTime() - started).TotalNanoseconds / read;
            if (read != Routes * Passes)
            {
                throw new InvalidOperationException($"{read} routes were read.");
            }

            best = Math.Min(best, took);
        }

        var applied = LoadRun.Of(new Load(1, SameOrder: false, 32)).NanosecondsPerRoute;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"decode {best:F2} apply {applied:F1}"));
    }
}
