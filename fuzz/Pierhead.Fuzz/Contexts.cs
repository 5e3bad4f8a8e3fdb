using Pierhead.Wire.Bgp;

namespace Pierhead.Fuzz;

/// <summary>What a session may have negotiated, from one octet of the input.</summary>
internal static class Contexts
{
    public const byte TwoOctetAsn = 1;
    public const byte External = 2;
    public const byte AddPath = 4;
    public const byte OneLabel = 8;
    public const byte UnicastOnly = 16;

    public static DecodeContext Of(byte octet)
    {
        var families = (octet & UnicastOnly) != 0 ? FamilySet.Of(Family.IPv4, Family.IPv6) : FamilySet.All;
        return new DecodeContext(families, (octet & AddPath) != 0 ? families : FamilySet.Empty, (octet & TwoOctetAsn) == 0, (octet & External) == 0)
        {
            MultipleLabels = (octet & OneLabel) != 0 ? FamilySet.Empty : families,
        };
    }
}
