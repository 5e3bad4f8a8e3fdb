using System.Globalization;

namespace Pierhead.Sessions.Slots;

/// <summary>
/// Bounds the log lines that one router can cause: a burst of ten, then one in six seconds. What was held back is counted and
/// told with the next line. One thread.
/// </summary>
internal sealed class LogGate
{
    private const int Burst = 10;
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(6);

    private double _tokens = Burst;
    private TimeSpan _last;
    private long _suppressed;

    /// <summary>Whether a line may be written now, and the words that end it where lines were held back before it.</summary>
    internal bool TryPass(TimeSpan now, out string heldBack)
    {
        var passes = TryPass(now, out long suppressed);
        heldBack = passes && suppressed > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({suppressed} lines held back)") : "";
        return passes;
    }

    internal bool TryPass(TimeSpan now, out long suppressed)
    {
        _tokens = Math.Min(Burst, _tokens + Math.Max(0, (now - _last) / Refill));
        _last = now;
        suppressed = _suppressed;
        if (_tokens < 1)
        {
            _suppressed++;
            return false;
        }

        _tokens--;
        _suppressed = 0;
        return true;
    }
}
