namespace Pierhead.Wire.Bgp.Nlri;

/// <summary>How the NLRI of a labelled or VPN family are written on a session.</summary>
/// <param name="IsIPv6">Whether prefixes are IPv6.</param>
/// <param name="HasDistinguisher">Whether a route distinguisher stands before each prefix (RFC 4364 section 4.3.4).</param>
/// <param name="AddPath">Whether a path identifier stands before each (RFC 7911 section 3).</param>
/// <param name="MultipleLabels">Whether a stack of labels may come, whose end its bottom-of-stack bit shows (RFC 8277 section 2.3); else one is expected.</param>
/// <param name="IsWithdrawal">Whether they are withdrawn: one field of three octets then stands for the labels and means nothing (RFC 8277 section 2.4).</param>
public readonly record struct LabeledNlriForm(bool IsIPv6, bool HasDistinguisher, bool AddPath, bool MultipleLabels, bool IsWithdrawal)
{
    /// <summary>The form that a session's agreement gives a family.</summary>
    public static LabeledNlriForm Of(Family family, in DecodeContext context, bool isWithdrawal) => new(
        family.IsIPv6(),
        family.HasDistinguisher(),
        context.AddPath.Contains(family),
        context.MultipleLabels.Contains(family),
        isWithdrawal);
}
