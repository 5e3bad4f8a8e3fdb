using System.Diagnostics;

namespace Pierhead.Sessions.Tests.Support;

/// <summary>Waits for a condition, with a bound that a sound run never comes near.</summary>
internal static class Wait
{
    internal static async Task Until(Func<bool> condition, string what, double seconds = 20)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed.TotalSeconds < seconds, $"not within {seconds} s: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
