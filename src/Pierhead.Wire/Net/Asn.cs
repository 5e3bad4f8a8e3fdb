using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pierhead.Wire.Net;

/// <summary>An autonomous system number of four octets (RFC 6793), written in asplain (RFC 5396).</summary>
public readonly record struct Asn(uint Value) : IComparable<Asn>
{
    /// <summary>AS_TRANS (RFC 6793 section 9): stands for a four-octet number where only two octets fit.</summary>
    public static readonly Asn Trans = new(23456);

    /// <summary>Whether the number fits the two octets of the OPEN's My Autonomous System field.</summary>
    public bool FitsTwoOctets => Value <= ushort.MaxValue;

    public static bool TryParse([NotNullWhen(true)] string? text, out Asn asn)
    {
        var ok = DecimalText.TryParse(text, out uint value);
        asn = new Asn(value);
        return ok;
    }

    public int CompareTo(Asn other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool operator <(Asn left, Asn right) => left.Value < right.Value;

    public static bool operator >(Asn left, Asn right) => left.Value > right.Value;

    public static bool operator <=(Asn left, Asn right) => left.Value <= right.Value;

    public static bool operator >=(Asn left, Asn right) => left.Value >= right.Value;
}
