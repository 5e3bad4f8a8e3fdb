namespace Pierhead.Fabric.Placement;

/// <summary>
/// Weighted rendezvous hashing (highest random weight, Thaler and Ravishankar 1998, in the form of an exponential race): each node waits for a
/// random time whose mean is the inverse of its weight, and the shortest wait wins. A node wins in proportion to its weight, and one
/// that comes or goes changes only what it wins.
/// </summary>
internal static class Rendezvous
{
    private const double Ln2 = 0.693147180559945309417;
    private const double Sqrt2 = 1.41421356237309504880;
    private const double Unit = 1.0 / (1UL << 53);

    /// <param name="key">Of the device and the node together.</param>
    public static double Wait(ulong key, int weight) => -Log(((NameHash.Mix(key) >> 11) + 0.5) * Unit) / weight;

    /// <summary>
    /// The natural logarithm of a positive normal number to about 12 digits, by operations that IEEE 754 defines to the last bit:
    /// <see cref="Math.Log(double)"/> is the platform's, and two balancers must never differ.
    /// </summary>
    internal static double Log(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xF_FFFF_FFFF_FFFF) | (1023L << 52));
        if (mantissa > Sqrt2)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // ln m = 2 artanh((m - 1) / (m + 1)); the argument is at most 0.172.
        var s = (mantissa - 1) / (mantissa + 1);
        var q = s * s;
        var series = 1 + (q * ((1.0 / 3) + (q * ((1.0 / 5) + (q * ((1.0 / 7) + (q * ((1.0 / 9) + (q * ((1.0 / 11) + (q * (1.0 / 13))))))))))));
        return (exponent * Ln2) + (2 * s * series);
    }
}
