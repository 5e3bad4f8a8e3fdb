namespace Pierhead.Simulate.Tables;

/// <summary>
/// SplitMix64: a generator whose numbers are part of what a seed means, so it may not change with the runtime's own.
/// A mutable value: pass it by reference.
/// </summary>
internal struct SeededRandom(ulong seed)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public ulong Next()
    {
        _state += Gamma;
        return Finish(_state);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    public uint Between(uint low, uint high) => low + (uint)(((Next() >> 32) * (high - low + 1UL)) >> 32);

    /// <summary>A number in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(ReadOnlySpan<T> from) => from[Below(from.Length)];

    /// <summary>One number made of two, well spread: seeds of things that hang off other things.</summary>
    public static ulong Mix(ulong first, ulong second) => Finish(first + (Gamma * (second + 1)));

    private static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
