using System.Buffers.Binary;
using Pierhead.Wire.Bgp.Nlri;

namespace Pierhead.Wire.Bgp.Update;

/// <summary>
/// MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760 sections 3 and 4).
/// <code>
/// reach:    AFI (2)  SAFI (1)  next hop length (1)  next hop  reserved (1)  NLRI
/// unreach:  AFI (2)  SAFI (1)  withdrawn routes
/// </code>
/// A value that cannot be parsed to its end makes the family unusable, no more (RFC 7606 sections 3 j and 7.11, RFC 4760 section 7).
/// </summary>
public ref partial struct UpdateMessage
{
    private FaultScope ReadMpReach(ReadOnlySpan<byte> value, in DecodeContext context)
    {
        if (!TryNegotiated(value, in context, out var family))
        {
            _hasReachNlri = true;
            return FaultScope.None;
        }

        int nextHop = value[3];
        if (!NextHopField.IsLengthRight(family, nextHop) || value.Length < 5 + nextHop)
        {
            return Disable(family);
        }

        var nlri = value[(5 + nextHop)..];
        var scope = NlriSyntax.Check(nlri, family, in context, isWithdrawal: false);
        if (scope == FaultScope.DisableFamily)
        {
            return Disable(family);
        }

        _hasReachNlri |= !nlri.IsEmpty;
        ReachFamily = family;
        ReachNextHop = NextHopField.WithoutDistinguisher(family, value.Slice(4, nextHop));
        ReachNlri = nlri;
        return nlri.IsEmpty || NextHopField.IsIgnored(family) || IsHostAddress(ReachNextHop) ? scope : FaultScope.TreatAsWithdraw;
    }

    private FaultScope ReadMpUnreach(ReadOnlySpan<byte> value, in DecodeContext context)
    {
        if (!TryNegotiated(value, in context, out var family))
        {
            return FaultScope.None;
        }

        var scope = NlriSyntax.Check(value[3..], family, in context, isWithdrawal: true);
        if (scope == FaultScope.DisableFamily)
        {
            return Disable(family);
        }

        UnreachFamily = family;
        UnreachNlri = value[3..];
        return scope;
    }

    private static bool TryNegotiated(ReadOnlySpan<byte> value, in DecodeContext context, out Family family)
    {
        var afi = BinaryPrimitives.ReadUInt16BigEndian(value);
        var safi = value[2];
        if (safi == 1 && afi is 1 or 2)
        {
            family = afi == 1 ? Family.IPv4 : Family.IPv6;
            return context.Families.Contains(family);
        }

        // What comes of a family that was not negotiated is ignored.
        return Bgp.Families.TryFrom(afi, safi, out family) && context.Families.Contains(family);
    }

    private FaultScope Disable(Family family)
    {
        _faultFamily = family;
        return FaultScope.DisableFamily;
    }

    private static bool IsHostAddress(ReadOnlySpan<byte> nextHop) => nextHop.Length switch
    {
        4 => IsHostAddress(BinaryPrimitives.ReadUInt32BigEndian(nextHop)),
        _ => nextHop[0] != 0xFF && nextHop.ContainsAnyExcept((byte)0),
    };
}
