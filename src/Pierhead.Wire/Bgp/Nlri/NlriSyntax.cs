namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>
/// The syntactic check of an NLRI field (RFC 7606 section 5.3), done for the whole field before any of it is used: nothing may
/// be withdrawn or announced from a field whose prefixes cannot all be located.
/// </summary>
public static class NlriSyntax
{
    /// <summary>Whether the field is prefixes of the family from its first octet to its last.</summary>
    public static bool IsValid(ReadOnlySpan<byte> nlri, Family family, bool addPath) => family switch
    {
        Family.IPv4 => IsPrefixes(nlri, 32, addPath ? 4 : 0),
        Family.IPv6 => IsPrefixes(nlri, 128, addPath ? 4 : 0),
        _ => false,
    };

    private static bool IsPrefixes(ReadOnlySpan<byte> nlri, int bits, int head)
    {
        var at = head;
        while ((uint)at < (uint)nlri.Length)
        {
            var length = nlri[at];
            if (length > bits)
            {
                return false;
            }

            at += 1 + ((length + 7) >> 3) + head;
        }

        return at - head == nlri.Length;
    }
}
