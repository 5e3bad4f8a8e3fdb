using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pierhead.Interop.Tests.Network;

namespace Pierhead.Interop.Tests.Fabric;

/// <summary>Whether sessions live, as the routers' own TCP sees it: each was answered since something happened. Within a keepalive, and not a hold time.</summary>
internal static partial class Liveness
{
    /// <summary>Waits until so many connections to the floating addresses were answered since <paramref name="since"/> was started.</summary>
    /// <param name="run">Runs a command where the routers are.</param>
    public static async Task AllAnswered(Func<string[], string> run, int sessions, string what, Stopwatch since) => await Eventually.Holds(
        $"{sessions} sessions are answered, {what}",
        () =>
        {
            var elapsed = since.ElapsedMilliseconds;
            var list = run(["ss", "-HtinO", "state", "established", "(", "dst", FabricSite.Floating4, "or", "dst", $"[{FabricSite.Floating6}]", ")"]);
            return Task.FromResult(LastAck().Matches(list).Count(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) < elapsed));
        },
        answered => answered == sessions);

    [GeneratedRegex(@"\blastack:(\d+)")]
    private static partial Regex LastAck();
}
