namespace Pierhead.Wire.Mrt;

/// <summary>When a record was made: seconds since 1970, and microseconds for the types with an extended timestamp (RFC 6396 section 3).</summary>
/// <param name="Seconds">Seconds since 1970; the field ends in February 2106.</param>
/// <param name="Microseconds">Microseconds of the second; null for a record without an extended timestamp.</param>
public readonly record struct MrtTime(uint Seconds, uint? Microseconds = null)
{
    /// <summary>The time with microseconds, a tenth of them cut off.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not between 1970 and 2106.</exception>
    public static MrtTime Extended(DateTimeOffset time) =>
        new(SecondsOf(time), (uint)(time.UtcTicks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));

    /// <summary>The whole seconds of a time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not between 1970 and 2106.</exception>
    public static uint SecondsOf(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(seconds, nameof(time));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, uint.MaxValue, nameof(time));
        return (uint)seconds;
    }

    /// <summary>Whether records of a type begin with microseconds.</summary>
    public static bool IsExtended(MrtType type) => type is MrtType.Bgp4mpEt or MrtType.IsisEt or MrtType.Ospfv3Et;

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds).AddMicroseconds(Microseconds ?? 0);
}
