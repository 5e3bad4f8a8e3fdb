using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Update;

/// <summary>
/// The next hop of MP_REACH_NLRI, which in VPN families is an address of the VPN: behind a route distinguisher of zeros
/// (RFC 4364 section 4.3.2, RFC 4659 section 3.2.1). An IPv6 next hop may stand for IPv4 NLRI (RFC 8950 section 3), and an IPv4 one never
/// for IPv6.
/// </summary>
public static class NextHopField
{
    private const int WithSecondDistinguisher = 40;

    /// <summary>Whether a family's next hop may be that long.</summary>
    public static bool IsLengthRight(Family family, int length) => family switch
    {
        Family.IPv4 or Family.IPv4Labeled => length is 4 or 16 or 32,
        Family.IPv6 or Family.IPv6Labeled => length is 16 or 32,
        Family.VpnV4 => length is 12 or 24 or 48,
        Family.VpnV6 => length is 24 or 48,
        _ => length is 0 or 4 or 12 or 16 or 24 or 32 or 48,
    };

    /// <summary>Whether the next hop means nothing: RFC 8955 section 4, it may be absent, and must be ignored.</summary>
    public static bool IsIgnored(Family family) => family >= Family.IPv4Flowspec;

    /// <summary>What is left behind the first route distinguisher; nothing where the field means nothing.</summary>
    public static ReadOnlySpan<byte> WithoutDistinguisher(Family family, ReadOnlySpan<byte> field) => family switch
    {
        <= Family.IPv6Labeled => field,
        Family.VpnV4 or Family.VpnV6 => field[RouteDistinguisher.Length..],

        // Flowspec: routers write what they please here, so the length tells whether a distinguisher leads.
        _ => field.Length is 12 or 24 or 48 ? field[RouteDistinguisher.Length..] : field,
    };

    /// <summary>Writes a next hop as 0, 4, 16 or 32 octets, without a second route distinguisher, and returns how many.</summary>
    public static int Write(ReadOnlySpan<byte> nextHop, Span<byte> destination)
    {
        if (nextHop.Length != WithSecondDistinguisher)
        {
            nextHop.CopyTo(destination);
            return nextHop.Length;
        }

        nextHop[..16].CopyTo(destination);
        nextHop[24..].CopyTo(destination[16..]);
        return 32;
    }
}
