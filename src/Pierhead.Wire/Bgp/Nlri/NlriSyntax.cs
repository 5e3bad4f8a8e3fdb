using Pierhead.Wire.Bgp.Flowspec;
using Pierhead.Wire.Net;

namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>
/// The syntactic check of an NLRI field (RFC 7606 section 5.3), done for the whole field before any of it is used: nothing may
/// be withdrawn or announced from a field whose prefixes cannot all be located.
/// </summary>
public static class NlriSyntax
{
    /// <summary>Whether the field is unicast prefixes of the family from its first octet to its last.</summary>
    public static bool IsValid(ReadOnlySpan<byte> nlri, Family family, bool addPath) => family switch
    {
        Family.IPv4 => IsPrefixes(nlri, 32, addPath ? 4 : 0),
        Family.IPv6 => IsPrefixes(nlri, 128, addPath ? 4 : 0),
        _ => false,
    };

    /// <summary>
    /// Checks the field of any family. What cannot be located to its end disables the family (RFC 4760 section 7); a Flowspec rule that
    /// is located but malformed (RFC 8955 section 10) is treated as withdrawn, with the others of its message.
    /// </summary>
    public static FaultScope Check(ReadOnlySpan<byte> nlri, Family family, in DecodeContext context, bool isWithdrawal)
    {
        var addPath = context.AddPath.Contains(family);
        if (family <= Family.IPv6)
        {
            return IsValid(nlri, family, addPath) ? FaultScope.None : FaultScope.DisableFamily;
        }

        if (family.Kind() == NlriKind.Labeled)
        {
            return IsLabeled(nlri, LabeledNlriForm.Of(family, in context, isWithdrawal)) ? FaultScope.None : FaultScope.DisableFamily;
        }

        return CheckRules(nlri, family, addPath);
    }

    /// <summary>Whether the value of a Flowspec NLRI is a rule of the family.</summary>
    public static bool IsRule(ReadOnlySpan<byte> value, Family family)
    {
        var head = family.HasDistinguisher() ? RouteDistinguisher.Length : 0;
        return value.Length >= head && FlowspecSyntax.IsValid(value[head..], family.IsIPv6());
    }

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

    private static bool IsLabeled(ReadOnlySpan<byte> nlri, LabeledNlriForm form)
    {
        var reader = new LabeledNlriReader(nlri, form);
        while (reader.TryRead(out _))
        {
        }

        return !reader.Malformed;
    }

    private static FaultScope CheckRules(ReadOnlySpan<byte> nlri, Family family, bool addPath)
    {
        var scope = FaultScope.None;
        var reader = new FlowspecNlriReader(nlri, addPath);
        while (reader.TryRead(out var item))
        {
            scope = IsRule(item.Value, family) ? scope : FaultScope.TreatAsWithdraw;
        }

        return reader.Malformed ? FaultScope.DisableFamily : scope;
    }
}
