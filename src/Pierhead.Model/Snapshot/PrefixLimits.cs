using Pierhead.Wire.Bgp;

namespace Pierhead.Model.Snapshot;

/// <summary>
/// The key <c>max_prefixes</c>: how many prefixes of a family a session may hold before it ends with Cease / Maximum Number of
/// Prefixes Reached (RFC 4486). Compares by content.
/// </summary>
public sealed class PrefixLimits : IEquatable<PrefixLimits>
{
    public const int DefaultWarnPercent = 80;

    public static readonly TimeSpan DefaultHoldOff = TimeSpan.FromMinutes(5);

    public static readonly PrefixLimits None = new(new Dictionary<Family, long>(), DefaultWarnPercent, DefaultHoldOff);

    private readonly long[] _maximum = new long[Families.Count];

    public PrefixLimits(IReadOnlyDictionary<Family, long> maximum, int warnPercent, TimeSpan holdOff)
    {
        Array.Fill(_maximum, long.MaxValue);
        foreach (var (family, limit) in maximum)
        {
            _maximum[(int)family] = limit;
        }

        WarnPercent = warnPercent;
        HoldOff = holdOff;
    }

    /// <summary>Percent of the maximum at which a warning is given, once a session.</summary>
    public int WarnPercent { get; }

    /// <summary>How long a session that went past its maximum is refused, unless an operator clears it.</summary>
    public TimeSpan HoldOff { get; }

    /// <summary>The most prefixes of a family, <see cref="long.MaxValue"/> where there is no limit.</summary>
    public long Maximum(Family family) => _maximum[(int)family];

    /// <summary>The number at which to warn, <see cref="long.MaxValue"/> where there is no limit.</summary>
    public long WarnAt(Family family)
    {
        var maximum = _maximum[(int)family];
        return maximum == long.MaxValue ? long.MaxValue : Math.Max(1, (long)(maximum * (WarnPercent / 100.0)));
    }

    public bool Equals(PrefixLimits? other) =>
        other is not null && WarnPercent == other.WarnPercent && HoldOff == other.HoldOff && _maximum.AsSpan().SequenceEqual(other._maximum);

    public override bool Equals(object? obj) => Equals(obj as PrefixLimits);

    public override int GetHashCode() => HashCode.Combine(WarnPercent, HoldOff, _maximum[0], _maximum[1]);
}
