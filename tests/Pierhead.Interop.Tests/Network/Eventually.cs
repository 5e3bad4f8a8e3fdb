using System.Diagnostics;
using System.Globalization;

namespace Pierhead.Interop.Tests.Network;

/// <summary>Waits for conditions, with a bound; a test never sleeps for a fixed time. How long each took stands in the test's output.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until <paramref name="done"/> holds for the answer, and gives that answer.</summary>
    /// <param name="what">What is waited for, for the message of a failure.</param>
    /// <param name="seconds">The bound: wide, since a busy machine is not a defect. What a test says about time, it prints.</param>
    public static async Task<T> Holds<T>(string what, Func<Task<T>> ask, Func<T, bool> done, int seconds = 60)
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (done(answer))
            {
                TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{started.Elapsed.TotalSeconds:F2} s: {what}"));
                return answer;
            }

            if (started.Elapsed.TotalSeconds > seconds)
            {
                throw new TimeoutException($"not in {seconds} s: {what}; at last: {answer}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    public static Task Holds(string what, Func<bool> done, int seconds = 60) => Holds(what, () => Task.FromResult(done()), held => held, seconds);
}
